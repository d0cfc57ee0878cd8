//! What a part of a document comes to.

/// What a part of a document comes to with its fragments written out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::graphql) struct Part {
    /// How many levels it goes down.
    pub(super) depth: usize,
    /// Its fields that stand beside one another.
    pub(super) fields: usize,
    /// All its fields and fragments.
    pub(super) selections: usize,
    /// All its aliases.
    pub(super) aliases: usize,
    /// All its directives.
    pub(super) directives: usize,
    /// What it weighs.
    pub(super) weight: usize,
    /// What it costs once, in hundredths of a point.
    pub(super) once: usize,
    /// What it costs for every row of the page in which it stands, besides.
    pub(super) row: usize,
}

impl Part {
    /// Takes in what stands beside it.
    pub(super) fn add(&mut self, beside: Self) {
        self.depth = self.depth.max(beside.depth);
        for (sum, more) in [
            (&mut self.fields, beside.fields),
            (&mut self.selections, beside.selections),
            (&mut self.aliases, beside.aliases),
            (&mut self.directives, beside.directives),
            (&mut self.weight, beside.weight),
            (&mut self.once, beside.once),
            (&mut self.row, beside.row),
        ] {
            *sum = sum.saturating_add(more);
        }
    }

    /// What it costs, in whole points; never nothing.
    pub(in crate::graphql) fn cost(&self) -> crate::limit::Cost {
        let points = self.once.saturating_add(self.row).div_ceil(super::price::POINT).max(1);
        crate::limit::Cost(u64::try_from(points).unwrap_or(u64::MAX))
    }
}
