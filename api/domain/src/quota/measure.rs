//! What counts towards a quota.

use super::{Minutes, Topic};
use crate::word::words;

words! {
    /// What an activity makes (sản phẩm).
    pub enum Product {
        /// A news item or article (tin, bài).
        NewsItem = "NEWS_ITEM",
        /// An issue of a thematic page (số chuyên trang, chuyên mục).
        PageIssue = "PAGE_ISSUE",
        /// A broadcast programme (chương trình phát thanh, truyền hình).
        Broadcast = "BROADCAST",
        /// A repeat of a programme: a product of its own, not a second broadcast (phát lại).
        Rerun = "RERUN",
        /// A bulletin (bản tin).
        Bulletin = "BULLETIN",
        /// A video (video, phóng sự).
        Video = "VIDEO",
        /// A poster or infographic (áp phích, infographic).
        Poster = "POSTER",
        /// Printed matter (tờ rơi, tờ gấp, sổ tay).
        Print = "PRINT",
        /// A banner or panel (băng rôn, pano).
        Banner = "BANNER",
        /// An event (hội nghị, sự kiện).
        Event = "EVENT",
        /// A training (tập huấn, bồi dưỡng).
        Training = "TRAINING",
        /// A contest (cuộc thi).
        Contest = "CONTEST",
        /// An issued plan (kế hoạch).
        Plan = "PLAN",
        /// Procedures put up for the public (niêm yết, công khai thủ tục hành chính).
        PublicPosting = "PUBLIC_POSTING",
        /// Anything else (khác).
        Other = "OTHER",
    }
}

words! {
    /// Where an activity reaches people (kênh).
    pub enum Channel {
        /// The portal of a province or district (cổng thông tin điện tử).
        Portal = "PORTAL",
        /// The website of a commune or office (trang thông tin điện tử).
        Website = "WEBSITE",
        /// Radio (đài, sóng truyền thanh).
        Radio = "RADIO",
        /// Village loudspeakers (loa thôn, thông tin cơ sở).
        Loudspeaker = "LOUDSPEAKER",
        /// Television (truyền hình).
        Television = "TELEVISION",
        /// The press (báo chí).
        Press = "PRESS",
        /// Facebook.
        Facebook = "FACEBOOK",
        /// Zalo.
        Zalo = "ZALO",
        /// `YouTube`.
        Youtube = "YOUTUBE",
        /// Text messages (tin nhắn SMS).
        Sms = "SMS",
        /// Kiosks (ki-ốt).
        Kiosk = "KIOSK",
        /// The one-stop office (bộ phận một cửa).
        OneStopOffice = "ONE_STOP_OFFICE",
        /// Meetings (họp, hội nghị, tập huấn).
        Meeting = "MEETING",
        /// Schools (trường học).
        School = "SCHOOL",
        /// The street (pano, trực quan, cổ động).
        Street = "STREET",
        /// Anything else (khác).
        Other = "OTHER",
    }
}

words! {
    /// How far an item has come; in a quota, how far it must have come to count.
    pub enum Stage {
        /// Sent in for publication (gửi đăng).
        Sent = "SENT",
        /// Published or broadcast (đăng, phát).
        Published = "PUBLISHED",
        /// Done, where there is nothing to publish (thực hiện).
        Done = "DONE",
    }
}

impl Stage {
    /// Whether an item that reached this stage counts for a quota that asks for `required`: what is published was also
    /// sent, never the reverse; a quota that asks for DONE takes any.
    #[must_use]
    pub const fn satisfies(self, required: Self) -> bool {
        match required {
            Self::Done => true,
            Self::Published => matches!(self, Self::Published),
            Self::Sent => matches!(self, Self::Sent | Self::Published),
        }
    }
}

/// What counts towards a quota: every part that is given must hold.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Measure {
    /// The product, which must be equal.
    pub product: Product,
    /// The channel, which must be among the activity's; without, any channel or none.
    pub channel: Option<Channel>,
    /// The topic, which must be equal; without, any topic or none.
    pub topic: Option<Topic>,
    /// How many minutes one item must last.
    pub min_minutes: Option<Minutes>,
    /// The stage that must be satisfied.
    pub stage: Stage,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_satisfies_sent_never_the_reverse_and_done_accepts_any() {
        use Stage::{Done, Published, Sent};
        for (reached, satisfied) in
            [(Sent, vec![Sent, Done]), (Published, vec![Sent, Published, Done]), (Done, vec![Done])]
        {
            let found: Vec<_> = Stage::ALL.iter().copied().filter(|required| reached.satisfies(*required)).collect();
            assert_eq!(found, satisfied, "{reached}");
        }
    }

    #[test]
    fn every_word_is_read_back_as_itself() {
        for product in Product::ALL {
            assert_eq!(product.as_str().parse(), Ok(*product));
        }
        for channel in Channel::ALL {
            assert_eq!(channel.as_str().parse(), Ok(*channel));
        }
        assert!("news_item".parse::<Product>().is_err());
    }
}
