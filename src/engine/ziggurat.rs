//! Exponential numbers by the ziggurat method (Marsaglia and Tsang, "The Ziggurat Method for Generating Random Variables", 2000):
//! the density is covered by 256 layers of equal area, and nearly every draw falls into the part of its layer that needs no
//! logarithm.

use super::rng::Draws;
use std::sync::LazyLock;

const LAYERS: usize = 256;
/// Where the tail begins, and the area of a layer (Marsaglia and Tsang 2000, for 256 layers).
const TAIL: f64 = 7.697_117_470_131_05;
const AREA: f64 = 0.003_949_659_822_581_557;

/// Right ends of the layers, from the lowest to the highest, and the density there.
struct Layers {
    x: [f64; LAYERS + 1],
    density: [f64; LAYERS + 1],
}

/// The same numbers on every machine: `libm` computes them.
static TABLE: LazyLock<Layers> = LazyLock::new(|| {
    let mut x = [0.0; LAYERS + 1];
    // The lowest layer holds the tail too: as a rectangle it would be so wide.
    (x[0], x[1]) = (AREA * libm::exp(TAIL), TAIL);
    for i in 2..LAYERS {
        x[i] = -libm::log(AREA / x[i - 1] + libm::exp(-x[i - 1]));
    }
    Layers { x, density: x.map(|x| libm::exp(-x)) }
});

/// Exponential with mean 1.
#[inline]
pub fn standard_exponential(draws: &mut Draws) -> f64 {
    let table = &*TABLE;
    loop {
        let bits = draws.bits();
        let layer = bits as usize % LAYERS;
        let value = (bits >> 11) as f64 * (1.0 / (1_u64 << 53) as f64) * table.x[layer];
        if value < table.x[layer + 1] {
            return value;
        }
        if let Some(value) = table.at_the_edge(layer, value, draws) {
            return value;
        }
    }
}

impl Layers {
    /// What comes of a value in the part of its layer that the density does not cover whole; `None`: another one is drawn.
    #[cold]
    fn at_the_edge(&self, layer: usize, value: f64, draws: &mut Draws) -> Option<f64> {
        if layer == 0 {
            // Beyond its begin the tail of an exponential is exponential.
            return Some(TAIL - libm::log(draws.unit_above_zero()));
        }
        let (low, high) = (self.density[layer], self.density[layer + 1]);
        let height = high - (high - low) * draws.unit();
        (height < libm::exp(-value)).then_some(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::rng::Concern;

    #[test]
    fn layers_shrink_upwards_and_have_equal_areas() {
        let Layers { x, density } = &*TABLE;
        for i in 1..LAYERS {
            assert!(x[i + 1] < x[i]);
            let area = x[i] * (density[i + 1] - density[i]);
            assert!((area / AREA - 1.0).abs() < 1e-6, "layer {i}: {area}");
        }
    }

    #[test]
    fn numbers_are_exponential() {
        let n = 1_000_000;
        let mut values: Vec<f64> =
            (0..n).map(|ordinal| standard_exponential(&mut Draws::keyed(5, Concern::Script, ordinal))).collect();
        values.sort_by(f64::total_cmp);
        // Kolmogorov and Smirnov: beyond 1.95 / sqrt(n) once in a thousand such tests.
        let off = |(i, value): (usize, &f64)| ((i as f64 + 0.5) / n as f64 - (1.0 - libm::exp(-value))).abs();
        let farthest = values.iter().enumerate().map(off).fold(0.0, f64::max);
        assert!(farthest < 1.95 / (n as f64).sqrt(), "{farthest}");
        let beyond = values.iter().filter(|value| **value > TAIL).count() as f64 / n as f64;
        assert!((beyond / libm::exp(-TAIL) - 1.0).abs() < 0.15, "{beyond} in the tail");
    }
}
