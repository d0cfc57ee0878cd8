//! Obligations (nghĩa vụ): what is owed, by whom, by when, and how it stands.
//!
//! - [`instantiate`]: which windows one unit owes under a quota, and how much in each; done once, when the plan is issued.
//! - [`Outlook`]: what an obligation's state is on any day, given what was contributed. Because it is stored with the
//!   obligation, no job has to run at midnight.
//! - [`Urgency`] and [`Worst`]: the two orders in which obligations are shown.
//! - [`exempt`] and [`extend`]: what a reviewer above the unit may change.

mod change;
#[cfg(test)]
mod examples;
mod order;
mod owed;
mod state;

pub use self::{
    change::{ChangeRefusal, closes_on, exempt, extend},
    order::{Urgency, Worst},
    owed::{Bound, Instance, bind, instantiate, owed, owed_windows},
    state::{Amounts, Outlook, Standing, State, Terms, Validity, risk_on, standing},
};
