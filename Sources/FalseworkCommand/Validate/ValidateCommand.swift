// Falsework
// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import Falsework
internal import FalseworkJSON
internal import FalseworkOpenAPI

/// Holds a request body against an endpoint's document, without a server.
struct ValidateCommand: FalseworkSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "validate",
    abstract: "Say what is wrong with a request body, and in which line.",
    discussion: """
      Status 0 when the endpoint takes the body, 1 when it does not, 2 when nothing could be \
      judged.
      """)

  @Option(help: ArgumentHelp("The endpoint that is to take the body.", valueName: "id"))
  var endpoint = "fal-ai/trellis"

  @Option(
    help: ArgumentHelp(
      "How to read the endpoint's document.",
      discussion: "observed: as fal's runner does; strict: as JSON Schema has it."))
  var reading = Choice(BodyReading.observed)

  @Option(
    help: ArgumentHelp("A folder with more OpenAPI documents; repeatable.", valueName: "dir"))
  var openapi: [String] = []

  @Flag(help: "Print one JSON object, for machines.")
  var json = false

  @Argument(
    help: ArgumentHelp("The file with the body; - for standard input.", valueName: "file"))
  var file: String

  func run(_ context: CommandContext) async throws -> ExitStatus {
    let document = try document(context.console)
    let input = InputFile(file)
    let body = try input.bytes()
    let report = BodyReport(
      of: body, from: input.name, by: document, endpoint: endpoint, reading: reading.value)
    context.console.write(json ? report.json.text(.compact) : report.text)
    return report.findings.isEmpty ? .success : .failure
  }

  private func document(_ console: Console) throws(CommandFailure) -> OpenAPIDocument {
    let reader: CatalogReader
    do {
      reader = try CatalogReader(shippedAnd: openapi)
    } catch {
      throw CommandFailure("\(error)", status: .usage)
    }
    for problem in reader.problems { console.complain("falsework: left out: \(problem)") }
    guard let document = reader.document(of: endpoint) else {
      let known = reader.endpointIDs.joined(separator: ", ")
      throw CommandFailure(
        "there is no document of endpoint \"\(endpoint)\"; take one of \(known) with --endpoint, "
          + "or name the folder of its document with --openapi", status: .usage)
    }
    return document
  }
}

/// A reading of the document, as the command line calls it.
enum BodyReading: String, CaseIterable {
  case observed
  case strict

  /// The reading; what a document says of formats is held against values when it is strict.
  var schema: SchemaReading {
    switch self {
    case .observed: .observed
    case .strict: .strict(formats: .asserted)
    }
  }

  /// The grammar of its JSON.
  var syntax: JSONReading {
    switch self {
    case .observed: .python
    case .strict: .rfc8259
    }
  }
}
