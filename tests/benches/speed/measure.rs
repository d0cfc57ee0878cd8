//! How long something takes, alone and when many ask.

use std::{
    future::Future,
    time::{Duration, Instant},
};

use futures_util::future::try_join_all;
use hdrhistogram::Histogram;

use crate::Outcome;

/// How many ask, for how long.
#[derive(Clone, Copy)]
pub(crate) struct Load {
    pub(crate) connections: usize,
    pub(crate) lasts: Duration,
}

/// What came of it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Measured {
    pub(crate) p50: Duration,
    pub(crate) p99: Duration,
    /// How many a second.
    pub(crate) rate: f64,
}

/// Does `once` over and over on every connection. The first tenth of the time warms up and is not counted.
pub(crate) async fn measure<F, T>(load: Load, once: F) -> Outcome<Measured>
where
    F: Fn() -> T,
    T: Future<Output = Outcome<()>>,
{
    repeat(load.connections, load.lasts / 10, &once).await?;
    let begun = Instant::now();
    let times = repeat(load.connections, load.lasts, &once).await?;
    let took = begun.elapsed();
    let at = |quantile| Duration::from_micros(times.value_at_quantile(quantile));
    let count = f64::from(u32::try_from(times.len())?);
    Ok(Measured { p50: at(0.5), p99: at(0.99), rate: count / took.as_secs_f64() })
}

async fn repeat<F, T>(connections: usize, lasts: Duration, once: &F) -> Outcome<Histogram<u64>>
where
    F: Fn() -> T,
    T: Future<Output = Outcome<()>>,
{
    let end = Instant::now() + lasts;
    let all = try_join_all((0..connections).map(|_| async move {
        let mut times = Histogram::new(3)?;
        while Instant::now() < end {
            let begun = Instant::now();
            once().await?;
            times.record(u64::try_from(begun.elapsed().as_micros())?)?;
        }
        Outcome::Ok(times)
    }))
    .await?;
    let mut sum = Histogram::new(3)?;
    for times in all {
        sum.add(&times)?;
    }
    Ok(sum)
}
