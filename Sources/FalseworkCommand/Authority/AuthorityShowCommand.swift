// Falsework
// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import Falsework
internal import FalseworkContract
internal import FalseworkJSON
internal import FalseworkTLS

/// Says what the authority is, where its files are, and how to trust it.
struct AuthorityShowCommand: FalseworkSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Say where the authority is, and how clients come to trust it.")

  @OptionGroup var place: StateOptions

  @Flag(help: "Print one JSON object, for machines.")
  var json = false

  func run(_ context: CommandContext) async throws -> ExitStatus {
    let folder = try place.folder(context.environment)
    let trust = try LocalTrust.loaded(from: folder)
    let summary = AuthoritySummary(trust, now: MockClock(.running(speed: 1)).now)
    if json {
      context.console.write(summary.json.text(.compact))
    } else {
      context.console.write(
        """
        The local certificate authority

        \(summary.text)

        Trust it:
        \(advice(trust, folder))
        """)
    }
    return .success
  }

  private func advice(_ trust: LocalTrust, _ folder: String) -> String {
    let certificate = trust.authority.certificatePath.shellWord
    let bundle = trust.bundle.path.shellWord
    let state = place.state == nil ? "" : " --state \(folder.shellWord)"
    let installed = "/usr/local/share/ca-certificates/falsework.crt"
    return """
        this shell       eval "$(falsework env\(state))"
        curl             curl --cacert \(certificate) …
        Python           SSL_CERT_FILE=\(bundle) REQUESTS_CA_BUNDLE=\(bundle) python3 …
        Node             NODE_EXTRA_CA_CERTS=\(certificate) node …
        Debian, Ubuntu   sudo cp \(certificate) \(installed) && sudo update-ca-certificates
        Fedora           sudo trust anchor \(certificate)
      """
  }
}
