//! Plays what a run sounds like: one tone that is let through in ticks, one noise. Each beat is written ahead by its own length alone, so
//! that a page that stops is silent by itself.

use tierscope::app::sound::{BEAT_S, Beat};
use tierscope::metrics::recent::Recent;
use wasm_bindgen::JsValue;
use web_sys::{AudioContext, GainNode, OscillatorNode};

/// How loud a tick is, and how loud nothing but errors.
const LOUD: (f32, f32) = (0.12, 0.06);
/// Seconds of a tick, and in which noise comes and goes.
const TICK_S: f64 = 0.03;

/// The loudspeaker.
pub struct Sound {
    context: AudioContext,
    tone: OscillatorNode,
    ticks: GainNode,
    noise: GainNode,
    /// When the next tick is due, by the loudspeaker's clock.
    next_s: f64,
    /// The real time at which the next beat is due, in milliseconds.
    due_ms: f64,
    /// Whether it was needed when it was last asked for.
    running: Option<bool>,
}

impl Sound {
    /// A loudspeaker that is silent yet, where the browser has one.
    #[inline(never)]
    pub fn open() -> Result<Sound, JsValue> {
        let context = AudioContext::new()?;
        let out = context.destination();
        let (tone, ticks, noise) = (context.create_oscillator()?, context.create_gain()?, context.create_gain()?);
        ticks.gain().set_value(0.0);
        noise.gain().set_value(0.0);
        tone.connect_with_audio_node(&ticks)?;
        ticks.connect_with_audio_node(&out)?;
        tone.start()?;
        let rate = context.sample_rate();
        let buffer = context.create_buffer(1, rate as u32, rate)?;
        buffer.copy_to_channel(&hiss(rate as usize), 0)?;
        let source = context.create_buffer_source()?;
        source.set_buffer(Some(&buffer));
        source.set_loop(true);
        source.connect_with_audio_node(&noise)?;
        noise.connect_with_audio_node(&out)?;
        source.start()?;
        Ok(Sound { context, tone, ticks, noise, next_s: 0.0, due_ms: 0.0, running: None })
    }

    /// Plays the next beat of these figures, if it is due at this real time.
    #[inline(never)]
    pub fn beat(&mut self, now_ms: f64, recent: &Recent) {
        if now_ms >= self.due_ms {
            self.due_ms = now_ms + BEAT_S * 1e3;
            // Times and values are finite: nothing can go wrong.
            drop(self.play(&Beat::of(recent)));
        }
    }

    fn play(&mut self, beat: &Beat) -> Result<(), JsValue> {
        let now = self.context.current_time();
        let end = now + BEAT_S;
        self.tone.frequency().set_value_at_time(beat.hz as f32, now)?;
        self.next_s = self.next_s.max(now);
        while beat.ticks_per_s > 0.0 && self.next_s < end {
            self.ticks.gain().set_value_at_time(LOUD.0, self.next_s)?;
            self.ticks.gain().set_value_at_time(0.0, self.next_s + TICK_S)?;
            self.next_s += 1.0 / beat.ticks_per_s;
        }
        // The page may stop: then nothing says again that there is noise.
        self.noise.gain().cancel_scheduled_values(now)?;
        self.noise.gain().set_target_at_time(LOUD.1 * beat.noise as f32, now, TICK_S)?;
        self.noise.gain().set_target_at_time(0.0, end + TICK_S, TICK_S)?;
        Ok(())
    }

    /// Whether the loudspeaker is needed: one that is not takes no time.
    #[inline(never)]
    pub fn keep(&mut self, needed: bool) {
        if self.running != Some(needed) {
            self.running = Some(needed);
            // What comes of it is of no interest: a browser that refuses stays silent.
            drop(if needed { self.context.resume() } else { self.context.suspend() });
        }
    }
}

impl Drop for Sound {
    fn drop(&mut self) {
        drop(self.context.close());
    }
}

/// So many samples of noise.
fn hiss(samples: usize) -> Vec<f32> {
    let mut state = 1_u32;
    let sample = || {
        // Numerical Recipes' generator: good enough for an ear.
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) as f32 / 8_388_608.0 - 1.0
    };
    std::iter::repeat_with(sample).take(samples).collect()
}
