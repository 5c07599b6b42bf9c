// Falsework
// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import Falsework
internal import FalseworkMesh
internal import FalseworkProtocol
internal import FalseworkQueue
internal import Logging

/// The options of a server, which `serve` and `run` share.
struct ServeOptions: ParsableArguments {
  @Option(help: "The address to listen on.")
  var host = "127.0.0.1"

  @Option(help: "The port to listen on; 0 for a free one. (default: 4010 for serve, 0 for run)")
  var port: Int?

  @Option(
    help: ArgumentHelp(
      "The folder that keeps requests, files and the certificate authority.",
      discussion: "By default serve uses $XDG_STATE_HOME/falsework or ~/.local/state/falsework, "
        + "and run a temporary folder.",
      valueName: "dir"))
  var state: String?

  @Option(help: "How long requests take: no time, about 1.5 s or about 24 s.")
  var preset = Choice(TimingPreset.fast)

  @Option(
    help: ArgumentHelp(
      "How the mock's time passes.",
      discussion: "real: as real time, or as --speed has it; manual: only when "
        + "POST /_falsework/clock/advance says so; auto: on to the next event as soon as nothing "
        + "is under way."))
  var time = Choice(TimeChoice.real)

  @Option(
    help: "How many seconds of the mock's time pass in a second; with --time real. (default: 1)")
  var speed: Double?

  @Option(
    help: ArgumentHelp(
      "How many requests of a key to an application run at a time; others wait.",
      discussion: "Without it each request has a runner to itself. A synchronous run that finds "
        + "none free is answered 429.", valueName: "n"))
  var runners: Int?

  @Option(
    help: ArgumentHelp(
      "How long a runner takes to begin that has had no work for a minute; needs --runners.",
      valueName: "seconds"))
  var coldStart: Double = 0

  @Option(
    help: ArgumentHelp(
      "How many attempts at each request fail before one succeeds.",
      discussion: "The platform makes 10 at most; the request then ends in a 503.",
      valueName: "n"))
  var failedAttempts = 0

  @Option(
    help: ArgumentHelp(
      "How long results are kept; large ones, from 10 KiB on, a tenth of it.",
      valueName: "seconds"))
  var keepResults: Double = 3600

  @Option(
    help: ArgumentHelp(
      "A file of the only API keys that are let in: one id:secret a line.",
      discussion: "After a key may stand good, locked, exhausted, forbidden or unknown. Without "
        + "the option every key is good, but for ids of these names, such as locked--1:x.",
      valueName: "file"))
  var keys: String?

  @Flag(
    help: ArgumentHelp(
      "Download the files that inputs name, from addresses that the whole world can reach.",
      discussion: "Without it such a URL stands for itself, and the mock dials nobody for it. What "
        + "cannot be downloaded makes the result a file_download_error."))
  var fetchInputs = false

  @Option(
    help: ArgumentHelp(
      "One more address to download inputs from, such as 127.0.0.1; repeatable.",
      valueName: "address"))
  var fetchAllow: [String] = []

  @Option(
    help: ArgumentHelp(
      "A file that is served as it is in the place of every mesh, or a folder of .glb files.",
      discussion: "Of a folder, fox.glb is served for a picture that is called fox, as in "
        + "https://example.com/fox.png; for other pictures the input chooses, always alike.",
      valueName: "file|dir"))
  var mesh: String?

  @Option(
    help: ArgumentHelp(
      "How the files of meshes are put together.",
      discussion: "faithful: key for key as fal's; pretty: with normals and without metal, as "
        + "viewers like it."))
  var meshStyle = Choice(MeshStyle.faithful)

  @Option(
    help: ArgumentHelp(
      "A scenario that holds for whoever asks for no other: a name or a file; repeatable.",
      discussion: "falsework scenarios lists the names. A key whose id begins with one, as in "
        + "FAL_KEY=slow-queue--any:thing, asks for it without this option.",
      valueName: "name|file"))
  var scenario: [String] = []

  @Option(
    help: ArgumentHelp(
      "How much memory the journal of exchanges may take.", valueName: "MiB"))
  var journal = 16

  @Option(help: "The seed of everything that is drawn.")
  var seed: UInt64 = 0

  @Option(
    name: .customLong("as"),
    help: ArgumentHelp(
      "Which fal to be, where its wire and its documents differ.",
      discussion: "observed: as seen on the wire; documented: replies as the OpenAPI document has "
        + "them; strict: also bodies refused that break the document as written."))
  var dialect = Choice(Dialect.observed)

  @Option(
    help: ArgumentHelp(
      "When webhooks are tried again. (default: as --as has it)",
      discussion: "observed: about every 60 to 120 s until the result expires; documented: ten "
        + "tries over two hours."))
  var webhookSchedule: Choice<WebhookSchedule>?

  @Option(
    help: ArgumentHelp(
      "A folder with more OpenAPI documents to mock; repeatable.", valueName: "dir"))
  var openapi: [String] = []

  @Option(
    help: ArgumentHelp(
      "A file to write, once connections are accepted, with the addresses as JSON.",
      valueName: "file"))
  var readyFile: String?

  /// The file of that option.
  var readyOutput: OutputFile? { readyFile.map { OutputFile($0, option: "--ready-file") } }

  @Option(help: "How log lines look.")
  var logFormat = Choice(LogFormat.text)

  @Option(help: "The least level that is logged. (default: info for serve, warning for run)")
  var logLevel: Choice<Logger.Level>?

  func validate() throws {
    if let speed {
      guard speed.isFinite, (0.001...1_000_000).contains(speed) else {
        throw ValidationError("--speed must be between 0.001 and 1000000, not \(speed)")
      }
      guard time.value == .real else {
        throw ValidationError("--speed needs --time real, not \(time.value.rawValue)")
      }
    }
    if let runners, !(1...RunnerPool.runnerCountMax).contains(runners) {
      throw ValidationError(
        "--runners must be between 1 and \(RunnerPool.runnerCountMax), not \(runners)")
    }
    if coldStart > 0, runners == nil {
      throw ValidationError("--cold-start needs --runners: else each request has its own runner")
    }
    for (name, seconds) in [("--cold-start", coldStart), ("--keep-results", keepResults)] {
      guard seconds.isFinite, (0...1e9).contains(seconds) else {
        throw ValidationError("\(name) must be between 0 and 1e9 seconds, not \(seconds)")
      }
    }
    guard (0...1000).contains(failedAttempts) else {
      throw ValidationError("--failed-attempts must be between 0 and 1000, not \(failedAttempts)")
    }
    guard (0...4096).contains(journal) else {
      throw ValidationError("--journal must be between 0 and 4096 MiB, not \(journal)")
    }
    if !fetchAllow.isEmpty, !fetchInputs {
      throw ValidationError("--fetch-allow needs --fetch-inputs")
    }
    if let port, !(0...65_535).contains(port) {
      throw ValidationError("--port must be between 0 and 65535, not \(port)")
    }
  }

  func configuration(
    port defaultPort: Int, stateFolder: String
  ) throws(CommandFailure) -> MockConfiguration {
    var configuration = MockConfiguration(stateFolder: stateFolder)
    configuration.host = host
    configuration.port = port ?? defaultPort
    configuration.preset = preset.value
    configuration.time = time.value.mode(speed: speed ?? 1)
    configuration.pool = runners.map {
      RunnerPool(runnerCount: $0, coldStart: .microseconds(Int64(coldStart * 1_000_000)))
    }
    configuration.inputFetching = fetchInputs ? InputFetching(allowing: fetchAllow) : nil
    configuration.cannedMeshes = mesh
    configuration.meshStyle = meshStyle.value
    configuration.failedAttemptCount = failedAttempts
    configuration.retention = Retention(
      small: .microseconds(Int64(keepResults * 1_000_000)),
      large: .microseconds(Int64(keepResults * 100_000)))
    configuration.dialect = dialect.value
    configuration.webhookSchedule = webhookSchedule?.value
    configuration.seed = seed
    do {
      configuration.keys = try keys.map { path throws(KeyFileProblem) in try KeyRing(file: path) }
    } catch {
      throw CommandFailure(error)
    }
    do {
      let shelf = try ScenarioShelf()
      for choice in scenario { configuration.scenarios.append(try shelf.file(choice).scenario) }
    } catch {
      throw CommandFailure(error)
    }
    configuration.journalBytesMax = journal << 20
    configuration.documentFolders = openapi
    return configuration
  }

  func logger(level: Logger.Level, console: Console) -> Logger {
    var logger = Logger(label: "falsework") { _ in LineLogHandler(logFormat.value, console) }
    logger.logLevel = logLevel?.value ?? level
    return logger
  }
}
