//! The texts that say why a request went unanswered.

use super::panel::Panel;
use super::schema::room;
use crate::model::observation::Cause;

room! {
    /// Why requests go unanswered.
    Causes = "cause" after Panel;

    /// Why.
    long of Cause { GaveUp, BalancerRefused, BalancerCut, NginxRefused, NginxCut, TurnedAway, NoServer, ConnectFailed, QueueTimeout, QueueFull, SessionCut, RequestTimeout, ServerTimeout, ServerClosed, NginxFull, UpstreamFull, AppRefused, AppDied, AppTimeout, DbTimeout, DbRefused, DbDied, DbReadOnly, DbTooMany, DbLockWait, DbDeadlock, NoPrimary, RateLimited, ConnLimited, NoLiveUpstream, PoolTimeout, CodeError, WorkerTimeout, WorkerKilled };
    /// Why, in two or three words.
    short of Cause { GaveUp, BalancerRefused, BalancerCut, NginxRefused, NginxCut, TurnedAway, NoServer, ConnectFailed, QueueTimeout, QueueFull, SessionCut, RequestTimeout, ServerTimeout, ServerClosed, NginxFull, UpstreamFull, AppRefused, AppDied, AppTimeout, DbTimeout, DbRefused, DbDied, DbReadOnly, DbTooMany, DbLockWait, DbDeadlock, NoPrimary, RateLimited, ConnLimited, NoLiveUpstream, PoolTimeout, CodeError, WorkerTimeout, WorkerKilled };
}
