//! What a client may ask for at once.

mod cost;
mod hostile;
mod share;
