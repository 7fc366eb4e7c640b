//! Laws of queueing theory that the model must obey: exact results on the bare queue, closed networks, Little's law and the
//! utilization law on the whole site.
//!
//! Every tolerance is the one that is promised; every run is so long that the theoretical error of its mean is at most a
//! third of it. For M/M/1 that error follows from the asymptotic variance of the number present, 2 rho (1 + rho) /
//! (mu (1 - rho)^4) for each unit of time (Whitt 1989); the others vary less at the same load. Seeds are fixed, so a test
//! that has passed passes always, until the model changes. `TIERSCOPE_LONG=1` plays four times as long and asks for half the error.

mod closed;
mod measure;
mod queues;
mod sharing;
mod site;
