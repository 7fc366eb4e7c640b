//! Somebody else: the same engine with a fresh profile, who has never seen the page.

use crate::page::{Failure, Page, Verdict};
use crate::session::Session;

/// A second browser beside the one under test.
pub struct Stranger {
    /// The page as the stranger sees it.
    pub page: Page,
    session: Session,
}

impl Stranger {
    /// A stranger who may open what `page` opens.
    pub async fn beside(page: &Page) -> Verdict<Stranger> {
        let found = page.engine.find().ok_or_else(|| Failure::from("the engine is gone".to_owned()))?;
        let session = Session::start(&found).await.map_err(Failure::from)?;
        let page = Page { browser: session.browser.clone(), ..page.clone() };
        Ok(Stranger { page, session })
    }

    /// The stranger goes, and nothing of it stays.
    pub async fn leave(self) -> Verdict {
        self.page.must_be_clean().await?;
        Ok(self.session.browser.clone().quit().await?)
    }
}
