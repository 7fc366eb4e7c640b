//! Requests, machines and faults. Knows no screen, link, chart or serialization.
