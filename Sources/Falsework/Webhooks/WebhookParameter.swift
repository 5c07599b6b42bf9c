// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkFaults
internal import FalseworkHTTP
internal import FalseworkJSON
internal import FalseworkStore

/// The webhook that a submission asks for, in the query parameter `fal_webhook`.
struct WebhookParameter: Sendable {
  static let name = "fal_webhook"
  /// The longest URL that is taken, in bytes.
  static let bytesMax = 2048

  let url: HTTPURL

  /// Why there can be no webhook, as the rest of a sentence that names the parameter.
  struct Problem: Error, CustomStringConvertible {
    let description: String
  }

  /// Reads a query; nil where no webhook is asked for.
  init?(in query: String?) throws(Problem) {
    guard let text = QueryParameters(query)[Self.name], !text.isEmpty else { return nil }
    guard text.utf8.count <= Self.bytesMax else {
      throw Problem(description: "has more than \(Self.bytesMax) bytes")
    }
    do {
      url = try HTTPURL(text)
    } catch {
      throw Problem(description: "\(error); send an absolute http or https URL, percent-encoded")
    }
  }

  /// The order for the outbox, with what a scenario wants to become of the webhook.
  func order(through door: Door, _ conduct: WebhookConduct?) -> WebhookOrder {
    WebhookOrder(
      url: url.description, door: door.text, conduct: conduct?.json.text(.compact))
  }
}
