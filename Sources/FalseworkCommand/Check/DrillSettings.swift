// Falsework
// SPDX-License-Identifier: MIT

internal import Falsework
internal import FalseworkContract
internal import FalseworkProtocol

/// What a client is told in a drill.
struct DrillSettings: Sendable {
  /// The secret of the client's key, which nobody else has.
  let secret: String
  /// Names and values, in the order to show them.
  let variables: [(name: String, value: String)]

  /// The picture that a client is to make a mesh of; the mock takes it as it is.
  static let imageURL = "https://example.com/pictures/chair.png"

  /// The names of what is told beside where the server is, and what they mean.
  static let meanings = [
    ("FALSEWORK_DRILL", "the name of the drill"),
    ("FALSEWORK_SEED", "the seed of all that is drawn"),
    ("FALSEWORK_IMAGE_URL", "a picture to make a mesh of"),
    ("FALSEWORK_OUT", "a path where the client may leave the mesh"),
    (
      "FALSEWORK_OUTCOME",
      #"a path where it may leave {"succeeded": false, "reason": "…"}, which counts then"#
    ),
    ("FALSEWORK_TIMEOUT", "the seconds after which the client is ended"),
    ("FALSEWORK_WEBHOOK_PORT", "a free port for a client that takes webhooks"),
    ("FALSEWORK_WEBHOOK_URL", "what to give as fal_webhook then"),
  ]

  init(
    _ drill: Drill, seed: UInt64, timeout: Duration, folder: DrillFolder, webhookPort: Int,
    secret: String
  ) {
    self.secret = secret
    let values = [
      drill.name, String(seed), Self.imageURL, folder.artefact, folder.outcome,
      String(timeout.components.seconds), String(webhookPort),
      "http://127.0.0.1:\(webhookPort)/webhook",
    ]
    variables = zip(Self.meanings, values).map { ($0.0, $1) }
  }

  /// The key: its id is the same in every drill, so clients may show it.
  var key: String { "falsework-drill:\(secret)" }

  /// An environment with these settings.
  func applied(to environment: ProcessEnvironment) -> ProcessEnvironment {
    var environment = environment
    for (name, value) in variables { environment.variables[name] = value }
    return environment
  }
}
