//! The audit trail: its chain, and who reads it.

mod chain;
mod query;
mod sealing;
