// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkProtocol

extension Duration {
  /// The length as people say it: `350 ms`, `2.5 s`, `3 min`.
  var inWords: String {
    let seconds = self.seconds
    switch abs(seconds) {
    case ..<1: return "\(Int((seconds * 1000).rounded())) ms"
    case ..<120:
      let tenths = Int((seconds * 10).rounded())
      return tenths % 10 == 0 ? "\(tenths / 10) s" : "\(tenths / 10).\(tenths % 10) s"
    default: return "\(Int((seconds / 60).rounded())) min"
    }
  }
}
