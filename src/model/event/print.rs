//! What of an event goes into the digest of a run: everything, packed into two words or three.

use super::Event;
use crate::engine::digest::{Print, blend};
use crate::engine::slab::Key;
use crate::model::balancer::StreamId;
use crate::model::population::Further;
use crate::model::server::app::event::AppEvent;
use crate::model::server::nginx::event::NginxEvent;

/// What most events have: where they happen, a small number and a larger one.
#[inline(always)]
const fn head(kind: u8, place: u8, small: u16, number: u32) -> u64 {
    kind as u64 | (place as u64) << 8 | (small as u64) << 16 | (number as u64) << 32
}

#[inline(always)]
const fn word(stream: StreamId) -> u64 {
    (stream.index as u64) << 32 | stream.generation as u64
}

/// An event that is about a request, a job or a letter.
#[inline(always)]
const fn of_key(head: u64, key: Key) -> u64 {
    blend(head, key.to_word())
}

#[inline(always)]
const fn of_stream(head: u64, stream: StreamId) -> u64 {
    blend(head, word(stream))
}

#[inline(always)]
const fn pair(high: u8, low: u8) -> u16 {
    (high as u16) << 8 | low as u16
}

/// Inlined everywhere, because where an event is scheduled its kind is known and little of this is left.
impl Print for Event {
    #[inline(always)]
    fn print(&self) -> u64 {
        match *self {
            Event::Arrival { serial } => blend(head(1, 0, 0, serial), 0),
            Event::ClientSyn { request } => of_key(head(2, 0, 0, 0), request),
            Event::ClientRequest { stream } => of_stream(head(3, 0, 0, 0), stream),
            Event::ClientAnswer { request, status, cookie } => {
                let (cookie, some) = cookie.map_or((0, 0), |server| (server, 1));
                of_key(head(4, cookie, status, some), request)
            }
            Event::ClientCut { request, cause } => of_key(head(5, 0, cause as u16, 0), request),
            Event::GiveUp { request } => of_key(head(6, 0, 0, 0), request),
            Event::ClientGone { stream } => of_stream(head(7, 0, 0, 0), stream),
            Event::CpuDue { machine } => blend(head(8, machine.index() as u8, 0, 0), 0),
            Event::StreamTimer { stream } => of_stream(head(9, 0, 0, 0), stream),
            Event::CheckDue { server } => blend(head(10, server, 0, 0), 0),
            Event::CheckLimit { server, number } => blend(head(11, server, 0, number), 0),
            Event::WarmupDue { server } => blend(head(12, server, 0, 0), 0),
            Event::CheckSyn { server, number } => blend(head(13, server, 0, number), 0),
            Event::CheckRequest { server, number } => blend(head(14, server, 0, number), 0),
            Event::CheckReply { server, number, status } => blend(head(15, server, status, number), 0),
            Event::Syn { server, stream, attempt } => of_stream(head(16, server, attempt as u16, 0), stream),
            Event::Accepted { server, stream, attempt, job } => {
                blend(of_stream(head(17, server, attempt as u16, 0), stream), job.to_word())
            }
            Event::Refused { server, stream, attempt } => of_stream(head(18, server, attempt as u16, 0), stream),
            Event::Request { server, job } => of_key(head(19, server, 0, 0), job),
            Event::Answer { server, stream, attempt, status } => {
                of_stream(head(20, server, status, attempt as u32), stream)
            }
            Event::Closed { server, stream, attempt } => of_stream(head(21, server, attempt as u16, 0), stream),
            Event::Hangup { server, job } => of_key(head(22, server, 0, 0), job),
            Event::HeaderLimit { server, job } => of_key(head(23, server, 0, 0), job),
            Event::ProxyLimit { server, job } => of_key(head(24, server, 0, 0), job),
            Event::SynAgain { server, job, tries } => of_key(head(25, server, tries as u16, 0), job),
            Event::CallLimit { server, job, call } => of_key(head(26, server, call as u16, 0), job),
            Event::Call { server, job, call, node, write, fresh, row, further } => {
                let head = head(27 + write as u8 + 14 * fresh as u8, server, pair(call, node), row);
                match write && further != Further::NONE {
                    false => of_key(head, job),
                    true => blend(of_key(head, job), further.to_word()),
                }
            }
            Event::CallReply { server, job, call, node, result } => {
                of_key(head(29, server, pair(call, node), result as u32), job)
            }
            Event::Flushed { node, epoch } => blend(head(30, node, 0, epoch), 0),
            Event::Shipped { from, node, session, stream, batch } => {
                blend(blend(head(31, node, stream, session), batch.to_word()), from as u64)
            }
            Event::Acknowledged { from, node, session, stream, number } => {
                blend(blend(head(32, node, stream, session), number), from as u64)
            }
            Event::DatabaseDue { node, epoch, timer } => {
                let (kind, which) = timer.print();
                blend(head(33, node, kind, epoch), which)
            }
            Event::ProbeDue { epoch } => blend(head(34, 0, 0, epoch), 0),
            Event::Fenced { node, epoch } => blend(head(43, node, 0, epoch), 0),
            Event::AskRoute { server, epoch } => blend(head(35, server, 0, epoch), 0),
            Event::Letter { key, from, to } => of_key(head(36, 0, pair(from.index() as u8, to.index() as u8), 0), key),
            Event::Served { server, request } => of_key(head(37, server, 0, 0), request),
            Event::UserReady { user, nth } => blend(head(38, 0, 0, user), u64::from(nth)),
            Event::TryAgain { request } => of_key(head(39, 0, 0, 0), request),
            Event::ShapeStep { serial } => blend(head(40, 0, 0, serial), 0),
            Event::Act { server, job } => of_key(head(60, server, 0, 0), job),
            Event::Nginx(event) => of_nginx(event),
            Event::App(event) => of_app(event),
            Event::RolloutStep { serial } => blend(head(108, 0, 0, serial), 0),
        }
    }
}

/// What happens to an nginx.
#[inline(always)]
fn of_nginx(event: NginxEvent) -> u64 {
    match event {
        NginxEvent::Delayed { server, job } => of_key(head(61, server, 0, 0), job),
        NginxEvent::CacheLook { server, job, looks } => of_key(head(62, server, looks as u16, 0), job),
        NginxEvent::ClientAgain { request, line } => blend(of_key(head(63, 0, 0, 0), request), line.to_word()),
        NginxEvent::LineLost { request } => of_key(head(64, 0, 0, 0), request),
        NginxEvent::LineIdle { server, line } => of_key(head(65, server, 0, 0), line),
        NginxEvent::LineClosed { line, address, errand } => {
            of_key(head(66, errand.is_some() as u8, errand.unwrap_or(0), address), line)
        }
        NginxEvent::PassSyn { server, from, attempt, kept, job, request } => {
            blend(of_key(head(67, server, pair(from, attempt), kept as u32), job), request.to_word())
        }
        NginxEvent::PassRequest { server, job } => of_key(head(68, server, 0, 0), job),
        NginxEvent::PassUp { server, from, attempt, job, remote } => {
            blend(of_key(head(69, server, pair(from, attempt), 0), job), remote.to_word())
        }
        NginxEvent::PassReply { server, from, attempt, job, reply } => {
            of_key(head(70, server, pair(from, attempt), reply.number()), job)
        }
        NginxEvent::PassGone { server, from, job } => of_key(head(71, server, pair(from, 0), 0), job),
    }
}

/// An event of an application server.
#[inline(always)]
const fn of_app(event: AppEvent) -> u64 {
    match event {
        AppEvent::Waited { server, job } => of_key(head(100, server, 0, 0), job),
        AppEvent::PoolLimit { server, job, call } => of_key(head(101, server, call as u16, 0), job),
        AppEvent::WorkerLimit { server, job, step } => of_key(head(102, server, step as u16, 0), job),
        AppEvent::Booted { server, epoch, workers } => blend(head(103, server, workers, epoch), 0),
        AppEvent::Terminate { server } => blend(head(104, server, 0, 0), 0),
        AppEvent::Reload { server } => blend(head(105, server, 0, 0), 0),
        AppEvent::GraceOver { server, epoch } => blend(head(106, server, 0, epoch), 0),
        AppEvent::KnockAgain { request, tries } => of_key(head(107, 0, tries as u16, 0), request),
    }
}
