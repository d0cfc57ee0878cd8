//! Writing reports and deciding on them.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use domain::{
    activity::Return,
    id::{self, ActivityReportId},
};

use super::{ActivityReport, input::ActivityReportContent, word::ActivityReportField};
use crate::{
    error::AppError,
    graphql::{
        context::Request,
        default::OrDefault,
        id::GlobalId,
        nullable::{Nullable, nullable},
        once::once,
    },
    service::{self, activity::Seen},
};

/// A new activity report.
#[derive(Debug, InputObject)]
pub(super) struct CreateActivityReportInput {
    /// The unit that did it.
    unit: GlobalId<id::Unit>,
    #[graphql(flatten)]
    content: ActivityReportContent,
    /// A key of 1 to 200 characters, kept for 30 days. Sent again with the same key and input, the mutation does
    /// nothing and answers with the thing as it is now; with another input the answer is CONFLICT.
    idempotency_key: Option<String>,
}

/// Another content for an activity report that is DRAFT or RETURNED. What is left out is emptied.
#[derive(Debug, InputObject)]
pub(super) struct UpdateActivityReportInput {
    /// The report.
    id: GlobalId<id::ActivityReport>,
    /// The version you saw; if there is another by now, the answer is CONFLICT.
    version: i32,
    #[graphql(flatten)]
    content: ActivityReportContent,
    /// A key of 1 to 200 characters, kept for 30 days. Sent again with the same key and input, the mutation does
    /// nothing and answers with the thing as it is now; with another input the answer is CONFLICT.
    idempotency_key: Option<String>,
}

/// An activity report to be returned, and why.
#[derive(Debug, InputObject)]
pub(super) struct ReturnActivityReportInput {
    /// The report.
    id: GlobalId<id::ActivityReport>,
    /// The version you saw; if there is another by now, the answer is CONFLICT.
    version: i32,
    /// Why it is returned: at most 10,000 characters.
    reason: String,
    /// The parts at fault.
    #[graphql(default)]
    fields: OrDefault<Vec<ActivityReportField>>,
    /// A key of 1 to 200 characters, kept for 30 days. Sent again with the same key and input, the mutation does
    /// nothing and answers with the thing as it is now; with another input the answer is CONFLICT.
    idempotency_key: Option<String>,
}

/// Declares the inputs of steps that need nothing but the report.
macro_rules! steps {
    ($($(#[$meta:meta])* $input:ident),+ $(,)?) => {
        $(
            $(#[$meta])*
            #[derive(Debug, InputObject)]
            pub(super) struct $input {
                /// The report.
                id: GlobalId<id::ActivityReport>,
                /// The version you saw; if there is another by now, the answer is CONFLICT.
                version: i32,
                /// A key of 1 to 200 characters, kept for 30 days. Sent again with the same key and input, the mutation
                /// does nothing and answers with the thing as it is now; with another input the answer is CONFLICT.
                idempotency_key: Option<String>,
            }

            impl $input {
                fn seen(self) -> Result<Seen, AppError> {
                    Ok(Seen { report: self.id.at("id")?, version: self.version })
                }
            }
        )+
    };
}

steps! {
    /// An activity report to be submitted.
    SubmitActivityReportInput,
    /// An activity report to be verified.
    VerifyActivityReportInput,
    /// An activity report to be withdrawn.
    WithdrawActivityReportInput,
}

/// Declares what mutations of reports answer with.
macro_rules! payloads {
    ($($(#[$meta:meta])* $payload:ident),+ $(,)?) => {
        $(
            $(#[$meta])*
            #[derive(Debug, SimpleObject)]
            pub struct $payload {
                /// The report as it is now.
                activity_report: ActivityReport,
            }

            impl $payload {
                /// Reads the report anew, after the write.
                async fn of(ctx: &Context<'_>, report: ActivityReportId) -> Result<Self, AppError> {
                    ctx.read_anew().await?;
                    let report = ActivityReport::find(ctx, report).await?;
                    Ok(Self { activity_report: report.ok_or_else(AppError::not_found)? })
                }
            }
        )+
    };
}

payloads! {
    /// What `createActivityReport` did.
    CreateActivityReportPayload,
    /// What `updateActivityReport` did.
    UpdateActivityReportPayload,
    /// What `submitActivityReport` did.
    SubmitActivityReportPayload,
    /// What `verifyActivityReport` did.
    VerifyActivityReportPayload,
    /// What `returnActivityReport` did.
    ReturnActivityReportPayload,
    /// What `withdrawActivityReport` did.
    WithdrawActivityReportPayload,
}

/// Mutations of activity reports.
#[derive(Debug, Default)]
pub(in crate::graphql) struct ActivityMutation;

/// Mutations of activity reports.
#[Object]
impl ActivityMutation {
    /// Writes a new activity report down as a DRAFT, for a REPORTER or APPROVER of the unit.
    async fn create_activity_report(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The report.")] input: CreateActivityReportInput,
    ) -> Nullable<CreateActivityReportPayload> {
        nullable(async {
            let once = once(ctx, "createActivityReport", &input)?;
            let report =
                service::activity::create(ctx.session()?, once, input.unit.at("unit")?, input.content.draft()?).await?;
            CreateActivityReportPayload::of(ctx, report).await
        })
        .await
    }

    /// Gives an activity report another content while it is DRAFT or RETURNED, for a REPORTER or APPROVER of the unit.
    async fn update_activity_report(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The report and its content.")] input: UpdateActivityReportInput,
    ) -> Nullable<UpdateActivityReportPayload> {
        nullable(async {
            let once = once(ctx, "updateActivityReport", &input)?;
            let seen = Seen { report: input.id.at("id")?, version: input.version };
            let report = service::activity::update(ctx.session()?, once, seen, input.content.draft()?).await?;
            UpdateActivityReportPayload::of(ctx, report).await
        })
        .await
    }

    /// Hands an activity report in, for the first time or again, for an APPROVER of the unit (gửi). It needs evidence or
    /// an explanation, and counts as pending for the obligations it matches.
    async fn submit_activity_report(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The report.")] input: SubmitActivityReportInput,
    ) -> Nullable<SubmitActivityReportPayload> {
        nullable(async {
            let once = once(ctx, "submitActivityReport", &input)?;
            let report = service::activity::submit(ctx.session()?, once, input.seen()?).await?;
            SubmitActivityReportPayload::of(ctx, report).await
        })
        .await
    }

    /// Finds a submitted activity report right, for a REVIEWER above the unit (xác nhận). What was pending is achieved.
    async fn verify_activity_report(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The report.")] input: VerifyActivityReportInput,
    ) -> Nullable<VerifyActivityReportPayload> {
        nullable(async {
            let once = once(ctx, "verifyActivityReport", &input)?;
            let report = service::activity::verify(ctx.session()?, once, input.seen()?).await?;
            VerifyActivityReportPayload::of(ctx, report).await
        })
        .await
    }

    /// Gives a submitted or verified activity report back with a reason, for a REVIEWER above the unit (trả lại). It
    /// counts for nothing until it is submitted again.
    async fn return_activity_report(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The report and the reason.")] input: ReturnActivityReportInput,
    ) -> Nullable<ReturnActivityReportPayload> {
        nullable(async {
            let once = once(ctx, "returnActivityReport", &input)?;
            let seen = Seen { report: input.id.at("id")?, version: input.version };
            let decision = Return::new(&input.reason, input.fields.0.into_iter().map(Into::into).collect())?;
            let report = service::activity::give_back(ctx.session()?, once, seen, decision).await?;
            ReturnActivityReportPayload::of(ctx, report).await
        })
        .await
    }

    /// Takes an activity report back for good (rút): a REPORTER or APPROVER of the unit what was never submitted, an
    /// APPROVER also what was.
    async fn withdraw_activity_report(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The report.")] input: WithdrawActivityReportInput,
    ) -> Nullable<WithdrawActivityReportPayload> {
        nullable(async {
            let once = once(ctx, "withdrawActivityReport", &input)?;
            let report = service::activity::withdraw(ctx.session()?, once, input.seen()?).await?;
            WithdrawActivityReportPayload::of(ctx, report).await
        })
        .await
    }
}
