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
      For example: falsework demo --image fox.png
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
    try await PrivateServer.with(
      stateFolder: nil, logger: logger, configure: configuration
    ) { server in
      try await play(server, context.console)
    }
    return .success
  }

  private func configuration(stateFolder: String) -> MockConfiguration {
    var configuration = MockConfiguration(stateFolder: stateFolder)
    configuration.preset = preset.value
    configuration.seed = seed
    return configuration
  }

  private func play(_ server: MockServer, _ console: Console) async throws {
    console.write(
      "A private falsework server plays fal.ai at \(server.url); no key, no cost.\n")
    guard let authority = HTTPAuthority(parsing: "127.0.0.1:\(server.port)") else {
      throw CommandFailure("port \(server.port) is no port")
    }
    var flow = try DemoFlow(authority, input: try input(server), console: console)
    let outcome = try await flow.play()
    let summary = try summary(outcome.mesh)
    let file = try save(outcome.mesh, as: "model.glb")
    let picture = try save(drawing(of: outcome.mesh), as: "model.png")
    console.write("")
    for line in table(flow.steps) { console.write(line) }
    console.write("\n" + closing(outcome, summary, file, picture))
  }

  /// The example of the document, with the caller's picture in it.
  private func input(_ server: MockServer) throws(CommandFailure) -> JSONValue {
    let limit = InputFile.Limit(bytes: 16 << 20, remedy: "the most that the demo sends")
    // Readers know a format by the bytes, not by what is said here.
    let picture = try image.map { path throws(CommandFailure) in
      "data:image/png;base64," + Data(try InputFile(path, limit).bytes()).base64EncodedString()
    }
    guard let input = server.exampleInput(of: DemoFlow.endpoint, showing: picture) else {
      throw CommandFailure("\(DemoFlow.endpoint) has no document; build falsework anew")
    }
    return input
  }

  private func save(_ bytes: [UInt8], as name: String) throws(CommandFailure) -> String {
    let file = "\(out)/\(name)"
    do {
      try FileManager.default.createDirectory(atPath: out, withIntermediateDirectories: true)
      try Data(bytes).write(to: URL(fileURLWithPath: file))
    } catch {
      throw CommandFailure(
        "cannot write \(file): \(error.localizedDescription); choose another folder with --out")
    }
    return file
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
    return """
      \(file): \(mesh.byteCount) bytes, \(mesh.vertexCount) vertices, \(mesh.faceCount) \
      triangles\(side)
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
