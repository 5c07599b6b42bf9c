// Falsework
// SPDX-License-Identifier: MIT

import FalseworkTestSupport
import Foundation
import Testing

@Suite("falsework run") struct RunTests {
  @Test(
    "ends with the command's status",
    arguments: [
      (["true"], 0), (["sh", "-c", "exit 7"], 7), (["sh", "-c", "kill -9 $$"], 137),
      (["sh", "-c", "kill -TERM $$"], 143), (["no-such-command"], 127), (["/etc/passwd"], 126),
    ] as [([String], Int32)])
  func status(command: [String], expected: Int32) async throws {
    let outcome = try await FalseworkProcess.run(["run", "--"] + command)
    #expect(outcome.status == expected)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.isEmpty == (expected != 126 && expected != 127))
  }

  @Test("gives the command the settings, and no real key")
  func environment() async throws {
    let outcome = try await FalseworkProcess.run(
      ["run", "--", "env"],
      environment: [
        "FAL_KEY": "real-id:real-secret", "FAL_KEY_ID": "real-id", "FAL_KEY_SECRET": "real-secret",
        "ALL_PROXY": "socks5://127.0.0.1:1", "KEPT": "yes",
      ])
    let lines = outcome.output.split(separator: "\n").map {
      $0.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    }
    let variables = Dictionary(lines.map { ($0[0], $0[1]) }) { $1 }
    let url = try #require(variables["FALSEWORK_URL"])
    #expect(url.hasPrefix("http://127.0.0.1:"))
    #expect(variables["FALSEWORK_TLS_URL"] == url.replacing("http:", with: "https:"))
    #expect(variables["FALSEWORK_CONTROL_URL"] == url + "/_falsework")
    for name in ["HTTPS_PROXY", "HTTP_PROXY", "https_proxy", "http_proxy"] {
      #expect(variables[name] == url)
    }
    for name in ["NO_PROXY", "no_proxy"] { #expect(variables[name] == "localhost,127.0.0.1,::1") }
    for name in ["SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"] {
      #expect(variables[name]?.hasSuffix("/tls/bundle.pem") == true)
    }
    #expect(variables["NODE_EXTRA_CA_CERTS"] == variables["FALSEWORK_CA_FILE"])
    #expect(variables["NODE_USE_ENV_PROXY"] == "1")
    #expect(variables["FAL_KEY"]?.split(separator: ":").count == 2)
    #expect(variables["KEPT"] == "yes")
    #expect(!outcome.output.contains("real-id") && !outcome.output.contains("real-secret"))
    #expect(variables["ALL_PROXY"] == nil)
  }

  @Test("passes a SIGTERM on and takes its temporary folder away")
  func termination() async throws {
    try await withTemporaryFolder { folder in
      let file = "\(folder)/ready"
      let script = #"trap 'exit 3' TERM; echo "$FALSEWORK_CA_FILE" > "$0"; while :; do :; done"#
      let running = try FalseworkProcess.start(["run", "--", "sh", "-c", script, file])
      var certificate = ""
      while !certificate.hasSuffix("\n") {
        certificate = (try? String(contentsOfFile: file, encoding: .utf8)) ?? ""
        await Task.yield()
      }
      kill(running.pid, SIGTERM)
      #expect(await running.outcome().status == 3)
      let path = String(certificate.dropLast())
      #expect(path.hasSuffix("/tls/ca.pem"))
      #expect(!FileManager.default.fileExists(atPath: path))
    }
  }

  @Test("keeps the state where it is told to")
  func state() async throws {
    try await withTemporaryFolder { folder in
      let state = folder + "/deep/state"
      let outcome = try await FalseworkProcess.run(["run", "--state", state, "--", "true"])
      #expect(outcome.status == 0)
      #expect(FileManager.default.fileExists(atPath: state + "/falsework.sqlite"))
      let key = try FileManager.default.attributesOfItem(atPath: state + "/tls/ca-key.pem")
      #expect(key[.posixPermissions] as? Int == 0o600)
    }
  }
}
