//! What is printed.

use std::{fs, thread};

use crate::{Outcome, country::Touched, measure::Measured, place::Kind, say};

/// What was measured with so many reports.
pub(crate) struct Row {
    pub(crate) place: Kind,
    pub(crate) size: usize,
    /// Bytes of one answer.
    pub(crate) answer: usize,
    /// Resident memory of the server in MiB, before the first request and after the last.
    pub(crate) idle: Option<f64>,
    pub(crate) busy: Option<f64>,
    pub(crate) api_alone: Measured,
    pub(crate) api: Measured,
    /// With the sums per product of everybody.
    pub(crate) products_alone: Measured,
    /// As of a past day.
    pub(crate) past_alone: Measured,
    /// Straight from the database, alone and, unless that takes too long, together: tallies, obligations, contributions.
    pub(crate) ways: Vec<(Measured, Option<Measured>)>,
    pub(crate) touched: Touched,
}

/// The machine.
pub(crate) fn machine() -> String {
    let cpu = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpu.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or("unknown processor");
    let cores = thread::available_parallelism().map_or(0, usize::from);
    format!(
        "Machine: {}, {cores} cores for client, server and database together; {}.",
        model.trim_start_matches([' ', '\t', ':']),
        std::env::consts::OS
    )
}

impl Row {
    /// How many a second the tallies give when many ask.
    fn tallies(&self) -> f64 {
        self.ways.first().and_then(|(_, together)| *together).map_or(0.0, |together| together.rate)
    }

    /// One line.
    pub(crate) fn summary(&self) -> String {
        format!(
            "API alone p50 {} p99 {}, with {} connections {:.0}/s; tallies {:.0}/s; server {} MiB idle, {} MiB after; \
             verifying touches {} rows in {} statements",
            milliseconds(self.api_alone.p50),
            milliseconds(self.api_alone.p99),
            crate::CONNECTIONS,
            self.api.rate,
            self.tallies(),
            megabytes(self.idle),
            megabytes(self.busy),
            self.touched.rows,
            self.touched.statements,
        )
    }
}

/// All rows as tables.
pub(crate) fn print_rows(rows: &[Row]) -> Outcome<()> {
    say("\n### A province's year with its 100 communes one by one, over HTTP\n")?;
    say(
        "| database | reports | alone p50 | alone p99 | 16 connections | p50 | p99 | answer | with products | of a past day |",
    )?;
    say("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|")?;
    for row in rows {
        let (alone, together) = (row.api_alone, row.api);
        say(format!(
            "| {} | {} | {} | {} | **{:.0}/s** | {} | {} | {} kB | {} | {} |",
            row.place,
            row.size,
            milliseconds(alone.p50),
            milliseconds(alone.p99),
            together.rate,
            milliseconds(together.p50),
            milliseconds(together.p99),
            row.answer / 1000,
            milliseconds(row.products_alone.p50),
            milliseconds(row.past_alone.p50)
        ))?;
    }
    say("\n### The same figures straight from the database: the way in use, and the ways rejected\n")?;
    say(
        "| database | reports | tallies: alone | 16 | of the API | obligations: alone | 16 | contributions: alone | 16 |",
    )?;
    say("|---|--:|--:|--:|--:|--:|--:|--:|--:|")?;
    for row in rows {
        let mut cells = vec![row.place.to_string(), row.size.to_string()];
        for (n, (alone, together)) in row.ways.iter().enumerate() {
            let together = together.map_or_else(|| "–".to_owned(), |together| format!("{:.0}/s", together.rate));
            cells.extend([milliseconds(alone.p50), together]);
            if n == 0 {
                cells.push(format!("×{:.1}", row.tallies() / row.api.rate));
            }
        }
        say(format!("| {} |", cells.join(" | ")))?;
    }
    say("\n### Memory and writing\n")?;
    say("| database | reports | server idle | after the load | verifying one report |")?;
    say("|---|--:|--:|--:|---|")?;
    for row in rows {
        say(format!(
            "| {} | {} | {} MiB | {} MiB | {} rows, {} statements |",
            row.place,
            row.size,
            megabytes(row.idle),
            megabytes(row.busy),
            row.touched.rows,
            row.touched.statements
        ))?;
    }
    Ok(())
}

fn milliseconds(time: std::time::Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1000.0)
}

fn megabytes(memory: Option<f64>) -> String {
    memory.map_or_else(|| "?".to_owned(), |memory| format!("{memory:.0}"))
}
