//! The texts of what can be taken out of the page: the diagram as a picture, the charts' figures.

use super::schema::room;
use super::vitals::Vitals;

room! {
    /// Texts of what can be taken out of the page.
    Export = "export" after Vitals;

    /// Button and title.
    open;
    /// What it is.
    sentence;
    /// Name of the picture.
    diagram;
    /// Link that saves a file of this format.
    save(format);
    /// Button that copies a text of this format.
    copy(format);
    /// Name of the text that can be copied.
    text(what);
}
