// Falsework
// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import Falsework
internal import FalseworkTLS

/// Copies the authority's certificate, never its key, to where it is needed.
struct AuthorityExportCommand: FalseworkSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write the authority's certificate, never its key, as PEM.",
    discussion: """
      With --bundle the system's own roots come first, for clients that trust nothing but the \
      one file they are given.
      For example: falsework ca export -o falsework-ca.pem
      """)

  @OptionGroup var place: StateOptions

  @Flag(help: "Write the system's roots and the authority's certificate.")
  var bundle = false

  @Option(
    name: [.short, .long],
    help: ArgumentHelp("The file to write; - is the standard output.", valueName: "file"))
  var output = "-"

  func run(_ context: CommandContext) async throws -> ExitStatus {
    let trust = try LocalTrust.loaded(from: place.folder(context.environment))
    let pem = bundle ? trust.bundle.content : Array(trust.authority.certificatePEM.utf8)
    if output == "-" {
      // PEM ends its last line itself, as the console does.
      context.console.write(String(decoding: pem.dropLast(), as: UTF8.self))
    } else {
      let file = OutputFile(output)
      guard file.folder != OutputFile(trust.certificateFile).folder else {
        throw CommandFailure(
          "\(file.path) is in the authority's own folder, where its key lies too; choose another "
            + "file with --output")
      }
      try file.write(pem)
      context.console.write("\(file.path): \(description(trust))")
    }
    return .success
  }

  private func description(_ trust: LocalTrust) -> String {
    let certificate = "the certificate of \(trust.authority.subject)"
    return bundle ? "\(trust.bundle.systemRootCount) system roots and \(certificate)" : certificate
  }
}
