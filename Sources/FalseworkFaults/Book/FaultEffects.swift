// Falsework
// SPDX-License-Identifier: MIT

internal import HTTPTypes

/// What rules do to one exchange; ``FaultDecision`` says what each part means.
struct FaultEffects: Sendable, Hashable {
  var delay: Duration = .zero
  var arrival: ArrivalFault?
  var edits = ReplyEdits()
  var wire: WireFault?
  var hiddenFields: [HTTPField.Name] = []
  var job: JobConduct?
  var webhook: WebhookConduct?
  var certificate: CertificateFault?
}

/// Effects that decisions share: they are large, and handed around with every exchange.
final class SharedEffects: Sendable, Hashable {
  static let none = SharedEffects(FaultEffects())

  let value: FaultEffects

  init(_ value: FaultEffects) {
    self.value = value
  }

  static func == (left: SharedEffects, right: SharedEffects) -> Bool {
    left === right || left.value == right.value
  }

  func hash(into hasher: inout Hasher) { hasher.combine(value) }
}
