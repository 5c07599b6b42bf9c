// Falsework
// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import Falsework
internal import FalseworkContract
internal import FalseworkHTTP
internal import FalseworkJSON
internal import FalseworkOpenAPI
internal import FalseworkProtocol

/// Judges a server by what it answers to a careful client.
struct VerifyCommand: FalseworkSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Ask a server what a client asks, and say where its replies differ from fal's.",
    discussion: """
      URL is that of the queue: http://127.0.0.1:4010, or https://queue.fal.run itself. The server \
      is asked about a sound job, one with an invalid input, one that is cancelled and one of an \
      endpoint with a sub-path, in this order; --budget says how many of them at most. Other \
      requests make no jobs.

      For example: falsework verify http://127.0.0.1:4010
      The exit status is 1 if a MUST is broken, and 3 if the server cannot be reached.
      """)

  @Argument(help: ArgumentHelp("The URL of the queue.", valueName: "url"))
  var url: String?

  @Option(
    help: ArgumentHelp(
      "The environment variable that holds the key.",
      discussion: "Without it a server on this machine is shown a key that is nobody's.",
      valueName: "name"))
  var keyEnv: String?

  @Option(
    help: ArgumentHelp(
      "The most jobs to submit; required for servers elsewhere, where they cost money.",
      valueName: "n"))
  var budget: Int?

  @Option(help: ArgumentHelp("The endpoint to ask.", valueName: "id"))
  var endpoint = "fal-ai/trellis"

  @Option(
    help: ArgumentHelp(
      "What is expected, where fal's wire and its documents differ.",
      discussion: "observed: as seen on the wire; documented: as the OpenAPI document has it."))
  var `as` = Choice(ExpectedForm.observed)

  @Option(
    help: ArgumentHelp(
      "A file with the input of the jobs. (default: made of the document's examples)",
      valueName: "file"))
  var input: String?

  @Option(
    help: ArgumentHelp("A folder with more OpenAPI documents; repeatable.", valueName: "dir"))
  var openapi: [String] = []

  @Option(help: ArgumentHelp("How long a job may take.", valueName: "seconds"))
  var timeout = 120

  @Option(
    help: ArgumentHelp(
      "The least level whose breach makes the exit status 1.", valueName: "must|should|may"))
  var failOn = Choice(VerdictOptions.FailureLevel.must)

  @Option(help: ArgumentHelp("A file to write: the verdict and all exchanges.", valueName: "file"))
  var json: String?

  @Flag(help: "Show the clauses, and ask nobody.")
  var list = false

  /// The status where nobody answers.
  static let unreachable = ExitStatus(code: 3)

  func validate() throws {
    if url == nil, !list {
      throw ValidationError("name a server, as in: falsework verify http://127.0.0.1:4010")
    }
    if let budget, !(0...ProbeJob.allCases.count).contains(budget) {
      throw ValidationError(
        "--budget must be between 0 and \(ProbeJob.allCases.count), the number of jobs that "
          + "there are, not \(budget)")
    }
    if !(1...3600).contains(timeout) {
      throw ValidationError("--timeout must be between 1 and 3600 seconds, not \(timeout)")
    }
  }

  func run(_ context: CommandContext) async throws -> ExitStatus {
    if list {
      context.console.write(VerifyReport.list(of: .queue))
      return .success
    }
    let server = try VerifiedServer(
      url ?? "", keyVariable: keyEnv, budget: budget, context.environment)
    let plan = try plan(for: server)
    let examiner = try ServerExaminer(
      server, timeout: .seconds(timeout), context.environment)
    let result = await examiner.examine(plan)
    await examiner.stop()
    guard case .log(let log) = result else {
      if case .unreachable(let reason) = result {
        context.console.complain("falsework: \(server.url) cannot be reached: \(reason)")
      }
      return Self.unreachable
    }
    let verdict = ServerContract.queue.judge(log)
    let report = VerifyReport(verdict, server)
    context.console.write(report.text)
    if let json { try OutputFile(json, option: "--json").write(Array(report.json.utf8)) }
    return verdict.passes(failOn.value.level) ? .success : .failure
  }

  private func plan(for server: VerifiedServer) throws(CommandFailure) -> Inquiry {
    guard let id = EndpointID(endpoint) else {
      throw CommandFailure(
        "\"\(endpoint)\" is no endpoint; name one such as fal-ai/trellis with --endpoint",
        status: .usage)
    }
    let documents = try documents()
    let subpath = documents.endpointIDs.lazy.compactMap { EndpointID($0) }.first { other in
      id.subpath == nil && other.subpath != nil && other.application == id
    }
    let profile = ServerProfile(
      door: server.door, endpoint: id, subpathEndpoint: subpath,
      document: documents.document(of: endpoint), form: self.as.value.replies)
    let inputs = ProbeInputs(
      sound: try sample(of: profile.document),
      subpath: subpath.flatMap { documents.document(of: $0.description)?.sampleInput } ?? "{}")
    return Inquiry(
      profile, inputs: inputs, budget: server.budget, patience: .seconds(timeout),
      pause: server.pause)
  }

  private func documents() throws(CommandFailure) -> CatalogReader {
    do {
      return try CatalogReader(shippedAnd: openapi)
    } catch {
      throw CommandFailure("\(error)", status: .usage)
    }
  }

  private func sample(of document: OpenAPIDocument?) throws(CommandFailure) -> String {
    if let input { return String(decoding: try InputFile(input).bytes(), as: UTF8.self) }
    guard let sample = document?.sampleInput else {
      throw CommandFailure(
        "there is no document of \(endpoint) to make an input of; name a file with --input, or "
          + "the folder of its document with --openapi", status: .usage)
    }
    return sample
  }
}

/// What a server is expected to be like, in the words of the command line.
enum ExpectedForm: String, CaseIterable {
  case observed
  case documented

  var replies: ReplyForm {
    switch self {
    case .observed: .observed
    case .documented: .documented
    }
  }
}
