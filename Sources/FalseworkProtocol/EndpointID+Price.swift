// Falsework
// SPDX-License-Identifier: MIT

extension EndpointID {
  /// What fal asks for one output, in thousandths of a dollar, where its page said so in 2026;
  /// `nil` where nothing is known.
  public var priceMills: Int? {
    switch description {
    case "fal-ai/trellis", "fal-ai/trellis/multi": 20
    default: nil
    }
  }
}
