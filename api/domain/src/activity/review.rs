//! What a reviewer says when giving a report back.

use super::ActivityError;
use crate::{
    text::{Lines, TEXT_MAX, clean},
    word::words,
};

words! {
    /// A part of an activity report that a return may point at.
    pub enum ReportField {
        /// The tasks it names.
        Tasks = "TASKS",
        /// The product.
        Product = "PRODUCT",
        /// The channels.
        Channels = "CHANNELS",
        /// The topic.
        Topic = "TOPIC",
        /// The stage.
        Stage = "STAGE",
        /// The date.
        DatedOn = "DATED_ON",
        /// The quantity.
        Quantity = "QUANTITY",
        /// The minutes of one item.
        Minutes = "MINUTES",
        /// The title.
        Title = "TITLE",
        /// The explanation.
        Explanation = "EXPLANATION",
        /// The evidence.
        Evidence = "EVIDENCE",
    }
}

/// Why a report is given back, and which parts are at fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Return {
    /// The reason, up to 10,000 characters.
    pub reason: String,
    /// The parts at fault, each once, in the order of [`ReportField::ALL`]; may be empty.
    pub fields: Vec<ReportField>,
}

impl Return {
    /// A return for `reason`. The order of `fields` and naming one twice mean nothing.
    ///
    /// # Errors
    ///
    /// [`ActivityError::Text`] at `reason` when there is none or it is longer than 10,000 characters.
    pub fn new(reason: &str, mut fields: Vec<ReportField>) -> Result<Self, ActivityError> {
        let reason = clean("reason", reason, TEXT_MAX, Lines::Many)?;
        fields.sort_unstable();
        fields.dedup();
        Ok(Self { reason, fields })
    }
}
