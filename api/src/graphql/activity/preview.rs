//! What a report would count for.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use domain::{
    activity::Draft,
    id::{self, UnitId},
};

use super::input::ActivityReportContent;
use crate::{
    error::AppError,
    graphql::{
        context::Request,
        id::GlobalId,
        nullable::{Nullable, nullable},
        obligation::Obligation,
        page::{OpaqueCursor, PageArgs, connection},
        scalar::Amount,
    },
    page::{Key, Page},
    service::{activity::Preview, contribution::Counted},
};

/// An activity report as it would be.
#[derive(Debug, InputObject)]
pub(super) struct PreviewActivityReportInput {
    /// The unit that did it.
    unit: GlobalId<id::Unit>,
    #[graphql(flatten)]
    content: ActivityReportContent,
}

impl PreviewActivityReportInput {
    pub(super) fn parts(self) -> Result<(UnitId, Draft), AppError> {
        Ok((self.unit.at("unit")?, self.content.draft()?))
    }
}

/// What an activity report would count for, and what stands in its way.
#[derive(Debug)]
pub struct ActivityReportPreview(pub(super) Preview);

/// What an activity report would count for, and what stands in its way.
#[Object]
impl ActivityReportPreview {
    /// The obligations it would count for. There is none when it matches nothing, or could not be kept as it is.
    async fn lines(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many from the start, 1 to 100; 20 if last is left out too.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<OpaqueCursor>,
        #[graphql(desc = "At most so many from the end, 1 to 100; never beside first.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<OpaqueCursor>,
    ) -> Nullable<PreviewLineConnection> {
        nullable(async {
            let request = PageArgs { first, after, last, before }.request(ctx)?;
            let line = |counted: &Counted| (vec![Key::Id(counted.obligation.uuid())], PreviewLine(*counted));
            let page = Page::cut(&request, "preview", self.0.counted.iter().map(line).collect())?;
            Ok(PreviewLineConnection::new(page))
        })
        .await
    }

    /// Why it could not be kept, or kept but not submitted; empty when nothing stands in its way.
    async fn problems(&self, ctx: &Context<'_>) -> Vec<PreviewProblem> {
        let problem = |error: &AppError| PreviewProblem {
            code: error.code().as_str(),
            rule: error.rule(),
            field: error.field().map(ToOwned::to_owned),
            message: error.text(ctx.lang()).to_owned(),
        };
        self.0.problems.iter().map(problem).collect()
    }
}

/// An obligation that a report would count for.
#[derive(Debug, Clone)]
pub struct PreviewLine(Counted);

/// An obligation that a report would count for.
#[Object]
impl PreviewLine {
    /// The obligation; null when you may not read it.
    async fn obligation(&self, ctx: &Context<'_>) -> Nullable<Obligation> {
        Obligation::find(ctx, self.0.obligation).await.transpose()
    }

    /// How much it would add.
    async fn amount(&self) -> Amount {
        Amount(self.0.amount)
    }
}

connection! {
    /// Obligations that a report would count for.
    PreviewLineConnection, PreviewLineEdge, PreviewLine
}

/// What stands in the way of a report, as the error would say that a mutation with it would end in.
#[derive(Debug, SimpleObject)]
pub struct PreviewProblem {
    /// The error's code, such as `RULE_VIOLATED`.
    code: &'static str,
    /// The rule that would refuse it, such as `activity.no_proof`; null when the code says it all.
    rule: Option<&'static str>,
    /// The input field at fault; null when it is no single one.
    field: Option<String>,
    /// The sentence for people, in the language of the request.
    message: String,
}
