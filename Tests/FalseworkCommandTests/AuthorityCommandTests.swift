// Falsework
// SPDX-License-Identifier: MIT

import FalseworkJSON
import FalseworkTestSupport
import Foundation
import Testing

@Suite("falsework ca") struct AuthorityCommandTests {
  private func text(of path: String) throws -> String {
    try String(contentsOfFile: path, encoding: .utf8)
  }

  @Test("says what the authority is and where it lies, and makes it first if need be")
  func summary() async throws {
    try await withTemporaryFolder { folder in
      let run = await Recorded(["ca", "--state", folder])
      #expect(run.status == 0, "\(run.errors)")
      #expect(run.errors.isEmpty)
      for file in ["ca.pem", "ca-key.pem", "bundle.pem"] {
        #expect(run.output.contains(" \(folder)/tls/\(file)"))
        #expect(FileManager.default.fileExists(atPath: "\(folder)/tls/\(file)"))
      }
      let mentions = ["CN=Falsework", "days left", "curl", "Python", "Node", "update-ca-cert"]
      for mention in mentions { #expect(run.output.contains(mention)) }
      #expect(!run.output.contains("PRIVATE"))
      let again = await Recorded(["ca", "show", "--state", folder])
      #expect(lasting(again.output) == lasting(run.output))
    }
  }

  /// The lines that do not change with time.
  private func lasting(_ output: String) -> [Substring] {
    output.split(separator: "\n").filter { !$0.contains("days left") }
  }

  @Test("tells machines the same, and openssl agrees")
  func json() async throws {
    try await withTemporaryFolder { folder in
      let run = await Recorded(["ca", "--state", folder, "--json"])
      #expect(run.status == 0, "\(run.errors)")
      let json = try JSONValue.parse(Array(run.output.utf8))
      let members = try #require(json.objectValue).members.map(\.name)
      #expect(
        members == [
          "subject", "sha256", "not_before", "not_after", "days_left", "ca_file", "key_file",
          "bundle_file", "system_roots_file", "system_root_count",
        ])
      let found = try await shell(
        "openssl x509 -noout -subject -nameopt RFC2253 -dates -dateopt iso_8601 -fingerprint "
          + "-sha256 -in \"$0\"", try #require(json["ca_file"]?.stringValue))
      for (name, mark) in [("subject", "subject="), ("sha256", "Fingerprint=")] {
        #expect(found.contains("\(mark)\(try #require(json[name]?.stringValue))\n"))
      }
      for (name, mark) in [("not_before", "notBefore="), ("not_after", "notAfter=")] {
        let moment = try #require(json[name]?.stringValue).replacing("T", with: " ")
        #expect(found.contains(mark + moment + "\n"))
      }
      // The first day is less than whole as soon as a second has passed.
      #expect([3650, 3651].contains(json["days_left"]?.numberValue?.intValue))
      let bundle = try text(of: try #require(json["bundle_file"]?.stringValue))
      let count = bundle.ranges(of: "-----BEGIN CERTIFICATE-----").count
      #expect(json["system_root_count"]?.numberValue?.intValue == count - 1)
    }
  }

  @Test("gives lines that a shell understands, whatever the folder is called")
  func shellLines() async throws {
    try await withTemporaryFolder { folder in
      let state = folder + "/it's $HOME `x`"
      let output = await Recorded(["ca", "--state", state]).output
      for (label, index) in [("curl", 3), ("Debian, Ubuntu", 3), ("Fedora", 4)] {
        let lines = output.split(separator: "\n")
        let line = try #require(lines.first { $0.hasPrefix("  \(label)  ") })
        let command = line.dropFirst(label.count + 2).prefix { $0 != "&" }
        let word = try await shell("set -- \(command); printf %s \"$\(index)\"")
        #expect(word == state + "/tls/ca.pem")
      }
      #expect(output.contains("falsework env --state '\(folder)/it'\\''s $HOME `x`'"))
    }
  }

  @Test(
    "exports what lies in the state folder",
    arguments: [([], "ca.pem"), (["--bundle"], "bundle.pem")] as [([String], String)])
  func export(options: [String], file: String) async throws {
    try await withTemporaryFolder { folder in
      let arguments = ["ca", "export", "--state", folder + "/state"] + options
      let run = await Recorded(arguments)
      #expect(run.status == 0, "\(run.errors)")
      let expected = try text(of: "\(folder)/state/tls/\(file)")
      #expect(run.output == expected)
      #expect(await Recorded(arguments + ["-o", "-"]).output == expected)

      let copy = folder + "/copy.pem"
      let again = await Recorded(arguments + ["-o", copy])
      #expect(again.output.hasPrefix("\(copy): "))
      #expect(try text(of: copy) == expected)
      #expect(!expected.contains("PRIVATE"))
    }
  }

  @Test("rotates: key, certificate and bundle are new")
  func rotate() async throws {
    try await withTemporaryFolder { folder in
      let old = await Recorded(["ca", "export", "--state", folder]).output
      let oldKey = try text(of: folder + "/tls/ca-key.pem")

      let run = await Recorded(["ca", "rotate", "--state", folder])

      #expect(run.status == 0, "\(run.errors)")
      #expect(run.output.contains("Next:"))
      let new = try text(of: folder + "/tls/ca.pem")
      #expect(new != old)
      #expect(try text(of: folder + "/tls/ca-key.pem") != oldKey)
      let bundle = try text(of: folder + "/tls/bundle.pem")
      #expect(bundle.hasSuffix(new))
      #expect(!bundle.contains(old))
      let sum = await Recorded(["ca", "--json", "--state", folder]).output
      let json = try JSONValue.parse(Array(sum.utf8))
      #expect(run.output.contains(try #require(json["sha256"]?.stringValue)))
    }
  }

  @Test("rotates only while no server uses the folder; the next one presents the new authority")
  func rotateBesideServer() async throws {
    try await withTemporaryFolder { folder in
      let state = folder + "/state"
      let server = try await ServingProcess(state: state)
      let old = folder + "/old.pem"
      _ = await Recorded(["ca", "export", "--state", state, "-o", old])

      let refused = await Recorded(["ca", "rotate", "--state", state])
      #expect(refused.status == 1)
      #expect(refused.output.isEmpty)
      #expect(refused.errors.split(separator: "\n").count == 1)
      #expect(refused.errors.contains("\(state) is used by a falsework server; stop that one"))
      #expect(try text(of: old) == text(of: state + "/tls/ca.pem"))
      _ = await server.stop()

      #expect(await Recorded(["ca", "rotate", "--state", state]).status == 0)
      let next = try await ServingProcess(state: state)
      let address = try #require(next.ready["tls_url"]?.stringValue) + "/_falsework/health"
      let health = try await next.curl("--cacert", state + "/tls/ca.pem", address)
      #expect(health.contains("ok"))
      await #expect(throws: ServingProcess.Unanswered.self) {
        try await next.curl("--cacert", old, address)
      }
      _ = await next.stop()
    }
  }

  @Test("leaves an authority that works when a rotation is killed", arguments: 0..<10)
  func killedRotation(round: Int) async throws {
    try await withTemporaryFolder { folder in
      _ = await Recorded(["ca", "--state", folder])
      let key = folder + "/tls/ca-key.pem"
      let oldKey = try text(of: key)
      let rotation = try FalseworkProcess.start(["ca", "rotate", "--state", folder])
      // The first step stages the certificate, the second replaces the key.
      while kill(rotation.pid, 0) == 0 {
        let isStaged = FileManager.default.fileExists(atPath: folder + "/tls/ca-next.pem")
        if round.isMultiple(of: 2) ? isStaged : try text(of: key) != oldKey { break }
      }
      kill(rotation.pid, SIGKILL)
      _ = await rotation.outcome()

      let run = await Recorded(["ca", "--state", folder])
      #expect(run.status == 0, "\(run.errors)")
    }
  }

  @Test(
    "says in one line what is wrong and what to do",
    arguments: [
      ("chmod 644 tls/ca-key.pem", "tls/ca-key.pem", "run: chmod 600 "),
      ("echo x >tls/ca.pem", "tls/ca.pem", "; delete "),
      ("echo x >tls/ca-key.pem", "tls/ca-key.pem", "; delete "),
      ("rm tls/ca-key.pem", "tls/ca-key.pem", "; delete "),
      ("chmod 777 tls", "tls", "run: chmod 700 "),
      ("rm tls/bundle.pem; mkdir -p tls/bundle.pem/x", "tls/bundle.pem", "--state"),
      ("rm -r tls; touch tls", "tls", "--state"),
    ])
  func trouble(spoiler: String, place: String, advice: String) async throws {
    try await withTemporaryFolder { folder in
      _ = await Recorded(["ca", "--state", folder])
      _ = try await shell("cd \"$0\" && \(spoiler)", folder)
      for arguments in [["ca"], ["ca", "export"]] {
        let run = await Recorded(arguments + ["--state", folder])
        #expect(run.status == 1)
        #expect(run.output.isEmpty)
        #expect(run.errors.split(separator: "\n").count == 1)
        #expect(run.errors.hasPrefix("falsework: "))
        #expect(run.errors.contains("\(folder)/\(place)"), "\(run.errors)")
        #expect(run.errors.contains(advice), "\(run.errors)")
      }
    }
  }

  @Test(
    "writes nothing into the folder of the authority's key", arguments: ["ca-key.pem", "x.pem"])
  func ownFolder(name: String) async throws {
    try await withTemporaryFolder { folder in
      _ = await Recorded(["ca", "--state", folder])
      let key = try Data(contentsOf: URL(fileURLWithPath: folder + "/tls/ca-key.pem"))
      try FileManager.default.createSymbolicLink(
        atPath: folder + "/link", withDestinationPath: folder + "/tls")
      for path in ["tls", "link"] {
        let output = "\(folder)/\(path)/\(name)"
        let run = await Recorded(["ca", "export", "--state", folder, "-o", output])
        #expect(run.status == 1)
        #expect(run.errors.contains("--output"), "\(run.errors)")
      }
      #expect(try Data(contentsOf: URL(fileURLWithPath: folder + "/tls/ca-key.pem")) == key)
      #expect(!FileManager.default.fileExists(atPath: folder + "/tls/x.pem"))
    }
  }

  @Test("says which file cannot be written, and why")
  func unwritableOutput() async throws {
    try await withTemporaryFolder { folder in
      for (path, reason) in [
        (folder, "Is a directory"), (folder + "/no/x", "No such file"), ("/dev/full", "No space"),
      ] {
        let run = await Recorded(["ca", "export", "--state", folder, "-o", path])
        #expect(run.status == 1)
        #expect(run.errors.hasPrefix("falsework: cannot write \(path): \(reason)"))
        #expect(run.errors.contains("--output"))
      }
    }
  }

  /// Runs a script and returns what it prints; fails when the script does.
  private func shell(_ script: String, _ argument: String = "sh") async throws -> String {
    let outcome = try await ExternalProgram.run(["/bin/sh", "-c", script, argument])
    try #require(outcome.status == 0, "\(outcome.errors)")
    return outcome.output
  }
}
