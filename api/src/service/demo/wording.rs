//! What demonstration reports say. Every title is labelled, every address leads to a reserved domain.

use domain::quota::Product;

use super::chance::Chance;
use crate::store::demo::UnitFacts;

/// What stands where there is no evidence.
pub(super) const EXPLANATION: &str = "[Minh họa] Thực hiện trực tiếp; biên bản lưu tại đơn vị.";

const THEMES: &[&str] = &[
    "dịch vụ công trực tuyến toàn trình",
    "giải quyết thủ tục hành chính không phụ thuộc địa giới",
    "tổ chức chính quyền địa phương hai cấp",
    "kỷ luật, kỷ cương hành chính",
    "thanh toán trực tuyến phí, lệ phí",
    "tài khoản định danh điện tử",
    "sự hài lòng của người dân, tổ chức",
];

/// `[Minh họa] Tin, bài về kỷ luật, kỷ cương hành chính (Xã Trà Bồng)`.
pub(super) fn title(chance: &mut Chance, product: Product, unit: &str) -> String {
    let what = match product {
        Product::NewsItem => "Tin, bài",
        Product::PageIssue => "Chuyên trang",
        Product::Broadcast => "Phát thanh",
        Product::Rerun => "Phát lại",
        Product::Bulletin => "Bản tin",
        Product::Video => "Video",
        Product::Poster => "Áp phích",
        Product::Print => "Tờ rơi",
        Product::Banner => "Băng rôn",
        Product::Event => "Sinh hoạt cộng đồng",
        Product::Training => "Tập huấn",
        Product::Contest => "Cuộc thi tìm hiểu",
        Product::Plan => "Kế hoạch tuyên truyền",
        Product::PublicPosting => "Niêm yết thủ tục hành chính",
        Product::Other => "Hoạt động",
    };
    let theme = chance.one_of(THEMES).copied().unwrap_or_default();
    format!("[Minh họa] {what} về {theme} ({unit})")
}

/// An address of its own.
pub(super) fn address(chance: &mut Chance, unit: &UnitFacts) -> String {
    let number = chance.between(0, 0xffff_ffff);
    format!("{}/{number:08x}", folder(unit))
}

/// The address that several reports of a unit about one product share.
pub(super) fn shared_address(unit: &UnitFacts, product: Product) -> String {
    format!("{}/chung/{}", folder(unit), product.as_str().to_ascii_lowercase())
}

fn folder(unit: &UnitFacts) -> String {
    let folded = domain::text::fold(&unit.key);
    let path: Vec<&str> =
        folded.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    format!("https://example.org/minh-hoa/{}", path.join("-"))
}
