//! Why a document is refused before anything of it runs.

use async_graphql::{Name, Pos};

use super::{super::Limits, Part, weight};
use crate::{
    error::{AppError, Code},
    graphql::error::{Refused, short},
    limit::Cost,
};

/// Refuses what is over a limit.
pub(super) fn check(part: &Part, limits: &Limits) -> Result<(), Refused> {
    over(part.fields, limits.root_fields, ("trường ở gốc", "fields at its root"))?;
    over(part.aliases, limits.aliases, ("bí danh", "aliases"))?;
    over(part.directives, limits.directives, ("directive", "directives"))?;
    over(part.selections, limits.selections, ("trường và fragment khi viết đủ", "fields and fragments written out"))?;
    if part.weight > weight::MOST {
        return Err(limit(
            "Tài liệu lớn quá 4 MiB khi viết đủ các fragment và giá trị của các biến ở mỗi chỗ dùng.",
            "With its fragments and variables written out wherever they stand, the document comes to more than 4 MiB.",
        ));
    }
    Ok(())
}

/// Refuses more of a thing, named in Vietnamese and English, than there may be.
pub(in crate::graphql) fn over(there: usize, most: usize, (vi, en): (&str, &str)) -> Result<(), Refused> {
    if there <= most {
        return Ok(());
    }
    Err(limit(format!("Tài liệu có quá {most} {vi}."), format!("The document has more than {most} {en}.")))
}

pub(super) fn too_deep(limits: &Limits) -> Refused {
    let most = limits.depth;
    limit(format!("Tài liệu lồng quá {most} cấp."), format!("The document nests more than {most} levels deep."))
}

/// It would ask the server for too much work.
pub(in crate::graphql) fn too_costly(cost: Cost, most: Cost) -> Refused {
    let (Cost(cost), Cost(most)) = (cost, most);
    limit(
        format!("Truy vấn tốn {cost} điểm, tối đa là {most}: hãy hỏi ít hơn mỗi lần, chẳng hạn trang nhỏ hơn."),
        format!("The operation costs {cost} points, and may cost {most}: ask for less at once, such as smaller pages."),
    )
}

fn limit(vi: impl Into<String>, en: impl Into<String>) -> Refused {
    Box::new((AppError::new(Code::LimitExceeded, vi, en), None))
}

pub(super) fn too_many_arguments(at: Pos) -> Refused {
    invalid(at, "Trường này có quá nhiều đối số.", "The field has too many arguments.")
}

pub(super) fn no_such_fragment(name: &Name, at: Pos) -> Refused {
    let name = short(name);
    invalid(at, format!("Không có fragment {name}."), format!("There is no fragment {name}."))
}

pub(super) fn spreads_itself(name: &Name, at: Pos) -> Refused {
    let name = short(name);
    invalid(at, format!("Fragment {name} tự chứa chính nó."), format!("The fragment {name} spreads itself."))
}

pub(super) fn unused(name: &Name, at: Pos) -> Refused {
    let name = short(name);
    invalid(at, format!("Không nơi nào dùng fragment {name}."), format!("The fragment {name} is never used."))
}

fn invalid(at: Pos, vi: impl Into<String>, en: impl Into<String>) -> Refused {
    Box::new((AppError::new(Code::GraphqlValidationFailed, vi, en), Some(at)))
}
