// Falsework
// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import Falsework
internal import FalseworkJSON
internal import FalseworkProtocol

/// Holds a captured webhook against the keys that it should be signed by.
struct WebhookVerifyCommand: FalseworkSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Say whether a captured webhook is genuine, and if not, why.",
    discussion: """
      The headers may be a raw HTTP head, what curl -i or curl -v shows, or a JSON object. The \
      body must be the very bytes that came, not JSON that was parsed and written again.
      Status 0 when the webhook is genuine, 1 when it is not, 2 when nothing could be judged.
      """)

  @Option(help: ArgumentHelp("The file with the headers; - for standard input.", valueName: "file"))
  var headers: String

  @Option(help: ArgumentHelp("The file with the body; - for standard input.", valueName: "file"))
  var body: String

  @Option(
    help: ArgumentHelp(
      "The file or URL of the keys. (default: those of the server that runs)",
      valueName: "file|url"))
  var jwks: String?

  @OptionGroup var place: StateOptions

  @Option(
    help: ArgumentHelp(
      "The moment to judge by, in seconds since 1970. (default: now)", valueName: "seconds"))
  var now: Int64?

  @Option(
    help: ArgumentHelp(
      "How many seconds the timestamp may be away from that moment.", valueName: "seconds"))
  var tolerance = WebhookStamp.toleranceSeconds

  @Flag(help: "Print one JSON object, for machines.")
  var json = false

  func validate() throws {
    guard tolerance >= 0 else {
      throw ValidationError("--tolerance must not be negative, but is \(tolerance)")
    }
    guard headers != "-" || body != "-" else {
      throw ValidationError("only one of --headers and --body can be standard input")
    }
  }

  func run(_ context: CommandContext) async throws -> ExitStatus {
    let head = try CapturedHead(try InputFile(headers).bytes(), from: InputFile(headers).name)
    let content = try InputFile(body).bytes()
    let keys = try await KeySource(jwks, folder: try place.folder(context.environment)).keys()
    let moment = now ?? MockClock(.running(speed: 1)).now.microseconds / 1_000_000
    let verdict = WebhookVerdict(
      on: head, body: content, keys: keys, now: moment, tolerance: tolerance)
    context.console.write(json ? verdict.json.text(.compact) : verdict.text)
    return verdict.isGenuine ? .success : .failure
  }
}
