// Falsework
// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import Falsework
internal import FalseworkContract
internal import FalseworkHTTP
internal import FalseworkJSON
internal import FalseworkMesh
internal import FalseworkQueue
internal import Foundation
internal import Logging

/// Plays the whole flow once, as a client over a real socket.
struct DemoCommand: FalseworkSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Play submit, poll, result and download against a private server.",
    discussion: """
      For example:
        falsework demo                    with a picture that is made up
        falsework demo --image fox.png    with yours
      """)

  @Option(
    help: ArgumentHelp(
      "The picture to send, in PNG, JPEG or WebP; without one, an animal is made up.",
      valueName: "file"))
  var image: String?

  @Option(
    help: ArgumentHelp("The folder to save the mesh and a picture of it in.", valueName: "dir"))
  var out = "falsework-demo"

  @Option(help: "How long the request takes: no time, about 1.5 s or about 24 s.")
  var preset = Choice(TimingPreset.fast)

  @Option(help: "The seed of everything that is drawn.")
  var seed: UInt64 = 0

  func run(_ context: CommandContext) async throws -> ExitStatus {
    var logger = Logger(label: "falsework") { _ in LineLogHandler(.text, context.console) }
    logger.logLevel = .warning
    // Before anybody waits for what cannot be sent or kept.
    let picture = try pictureURI()
    let folder = OutputFolder(out, option: "--out")
    try folder.check()
    try await PrivateServer.with(
      stateFolder: nil, logger: logger, configure: configuration
    ) { server in
      try await play(server, showing: picture, savingTo: folder, context.console)
    }
    return .success
  }

  private func configuration(stateFolder: String) -> MockConfiguration {
    var configuration = MockConfiguration(stateFolder: stateFolder)
    configuration.preset = preset.value
    configuration.seed = seed
    return configuration
  }

  private func play(
    _ server: MockServer, showing picture: String?, savingTo folder: OutputFolder,
    _ console: Console
  ) async throws {
    console.write(
      "A private falsework server plays fal.ai at \(server.url); no key, no cost.\n")
    guard let authority = HTTPAuthority(parsing: "127.0.0.1:\(server.port)") else {
      throw CommandFailure("port \(server.port) is no port")
    }
    var flow = try DemoFlow(authority, input: try input(server, picture), console: console)
    let outcome = try await flow.play()
    let summary = try summary(outcome.mesh)
    let drawing = try drawing(of: outcome.mesh)
    let file = try folder.write(outcome.mesh, as: "model.glb")
    let preview = try folder.write(drawing, as: "model.png")
    console.write("")
    for line in table(flow.steps) { console.write(line) }
    console.write("\n" + closing(outcome, summary, file, preview))
  }

  /// The caller's picture; readers know a format by the bytes, not by what is said here.
  private func pictureURI() throws(CommandFailure) -> String? {
    guard let image else { return nil }
    let limit = InputFile.Limit(bytes: 16 << 20, remedy: "the most that the demo sends")
    let bytes = try PictureFile(image, limit).bytes()
    return "data:image/png;base64," + Data(bytes).base64EncodedString()
  }

  /// The example of the document, with the caller's picture in it.
  private func input(
    _ server: MockServer, _ picture: String?
  ) throws(CommandFailure) -> JSONValue {
    guard let input = server.exampleInput(of: DemoFlow.endpoint, showing: picture) else {
      throw CommandFailure("\(DemoFlow.endpoint) has no document; build falsework anew")
    }
    return input
  }

  private func summary(_ mesh: [UInt8]) throws(CommandFailure) -> GLBSummary {
    do {
      return try GLBReader().summary(of: mesh)
    } catch {
      throw CommandFailure("the downloaded mesh is damaged: \(error)")
    }
  }

  private func drawing(of mesh: [UInt8]) throws(CommandFailure) -> [UInt8] {
    do {
      return try MeshPreview().render(mesh).png
    } catch {
      throw CommandFailure("the downloaded mesh cannot be drawn: \(error)")
    }
  }

  /// What the mesh shows of the caller's picture, or why nothing of it.
  private func subject(_ account: JSONValue) -> String? {
    guard let image else { return nil }
    if let subject = account["subject"]?.stringValue.flatMap(PictureSubject.init(rawValue:)) {
      return subject.summary(image)
    }
    return account["because"]?.stringValue.map { "an animal: \($0)" }
  }

  private func table(_ steps: [DemoFlow.Step]) -> [String] {
    let width = steps.map(\.request.count).max() ?? 0
    return steps.map { step in
      let time = String(step.milliseconds)
      return "  " + String(repeating: " ", count: max(0, 6 - time.count)) + time + " ms  "
        + step.request.padded(to: width) + "  " + step.outcome
    }
  }

  private func closing(
    _ outcome: DemoFlow.Outcome, _ mesh: GLBSummary, _ file: String, _ picture: String
  ) -> String {
    let side = mesh.image?.width.map { ", \($0)×\($0) texture" } ?? ""
    let subject = subject(outcome.account).map { "\n\(file) shows \($0)" } ?? ""
    return """
      \(file): \(mesh.byteCount) bytes, \(mesh.vertexCount) vertices, \(mesh.faceCount) \
      triangles\(side)\(subject)
      \(picture): a picture of it
      \(outcome.result.text(.compact))

      Try next:
        falsework demo --image your.png         a mesh of your own picture
        falsework run -- python3 your_app.py    your own client, unmodified, without a key
        falsework demo --preset realistic       with the real endpoint's 24 seconds
        falsework serve                         a server that stays
      """
  }
}
