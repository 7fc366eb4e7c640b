//! What a person's screen and wishes are, as Chromium can pretend: the size of the view, media features, a finger for a pointer. The other
//! engines' drivers cannot.

use serde_json::{Value, json};

use crate::page::{Page, Verdict};

/// Gives the view that size, smaller than a window may be, until `reset`.
pub async fn view(page: &Page, width: u32, height: u32) -> Verdict {
    let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
    tell(page, "Emulation.setDeviceMetricsOverride", metrics).await
}

/// Media features as they should be, such as `("forced-colors", "active")`; the others are as they are.
pub async fn media(page: &Page, features: &[(&str, &str)]) -> Verdict {
    let features: Vec<Value> = features.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect();
    tell(page, "Emulation.setEmulatedMedia", json!({ "media": "", "features": features })).await
}

/// Whether the pointer is a finger.
pub async fn touch(page: &Page, is_finger: bool) -> Verdict {
    tell(page, "Emulation.setTouchEmulationEnabled", json!({ "enabled": is_finger, "maxTouchPoints": 1 })).await
}

/// Everything is as it is.
pub async fn reset(page: &Page) -> Verdict {
    tell(page, "Emulation.clearDeviceMetricsOverride", json!({})).await?;
    touch(page, false).await?;
    media(page, &[]).await
}

async fn tell(page: &Page, method: &str, params: Value) -> Verdict {
    page.browser.cdp().send_raw(method, params).await?;
    Ok(())
}
