//! What must follow when something goes on, but worse: frozen, slow, lossy; when clients try again; when the load takes a course;
//! when users are logged out. The bands allow for chance.

mod clients;
mod clone;
mod databases;
mod deadlock;
mod deploy;
mod failover;
mod frozen;
mod load;
mod network;
mod pool;
mod run;
mod source;
mod topology;
