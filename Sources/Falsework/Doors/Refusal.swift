// Falsework
// SPDX-License-Identifier: MIT

/// The texts in which the mock explains what it will not do.
enum Refusal {
  static func foreignHost(_ host: String) -> String {
    """
    falsework does not forward to \(host): it stands in for fal's hosts only (fal.run, \
    queue.fal.run, rest.fal.ai, rest.alpha.fal.ai, api.fal.ai, *.fal.media, fal.ai, \
    falrun.com, queue.falrun.com). Put \(host) into NO_PROXY if the client needs it.
    """
  }
}
