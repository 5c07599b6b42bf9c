// Falsework
// SPDX-License-Identifier: MIT

import FalseworkJSON
import FalseworkTestSupport
import Foundation
import Testing

/// Real clients, unmodified: where they go is decided by their environment alone.
@Suite("Real clients") struct ClientTests {
  static let clients = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("clients").path

  /// A Python with fal-client and trimesh, which Tests/run.sh installs.
  static let python = ProcessInfo.processInfo.environment["FALSEWORK_TEST_PYTHON"]

  static let needsPython: Comment = "bash Tests/run.sh installs the Python clients"

  /// The variables by which fal's Python clients find the mock.
  enum Way: String, CaseIterable {
    case proxy, hosts

    /// What a shell does before it becomes the client.
    var prologue: String {
      switch self {
      case .proxy: ""
      case .hosts:
        """
        unset HTTPS_PROXY HTTP_PROXY https_proxy http_proxy
        address="${FALSEWORK_TLS_URL#https://}"
        export FAL_RUN_HOST="$address/fal.run" FAL_QUEUE_RUN_HOST="$address"
        """
      }
    }
  }

  @Test(
    "fal_client 1.0.3 does everything it can, by proxy settings alone",
    .enabled(if: python != nil, needsPython))
  func falClientByProxy() async throws {
    try await runSuite(.proxy, verdict: "OK\n")
  }

  @Test(
    "fal_client 1.0.3 does everything it can, by FAL_RUN_HOST and FAL_QUEUE_RUN_HOST",
    .enabled(if: python != nil, needsPython))
  func falClientByHosts() async throws {
    try await runSuite(.hosts, verdict: "OK (skipped=5)\n")
  }

  private func runSuite(_ way: Way, verdict: String) async throws {
    let python = try #require(Self.python)
    let script = way.prologue + "\nexec \"$0\" -W ignore \"$1\""
    let outcome = try await FalseworkProcess.run([
      "run", "--", "sh", "-c", script, python,
      "\(Self.clients)/fal_client_suite.py",
    ])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors.contains("Ran 19 tests"))
    #expect(outcome.errors.hasSuffix(verdict))
  }

  @Test(
    "webhooks of fal_client's submissions pass the verification that fal documents",
    .enabled(if: python != nil, needsPython))
  func webhooks() async throws {
    let outcome = try await FalseworkProcess.run([
      "run", "--speed", "100", "--", try #require(Self.python), "-W", "ignore",
      "\(Self.clients)/webhook_suite.py",
    ])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors.contains("Ran 3 tests"))
  }

  @Test(
    "fal_client's tests pass on requests of 24 s, where time goes on by itself",
    .enabled(if: python != nil, needsPython))
  func automaticTime() async throws {
    let outcome = try await FalseworkProcess.run([
      "run", "--time", "auto", "--preset", "realistic", "--", try #require(Self.python),
      "-W", "ignore", "\(Self.clients)/fal_client_suite.py",
    ])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors.contains("Ran 19 tests"))
  }

  @Test(
    "the published Python example runs word for word",
    .enabled(if: python != nil, needsPython))
  func publishedPython() async throws {
    let outcome = try await FalseworkProcess.run([
      "run", "--", try #require(Self.python), "\(Self.clients)/published_example.py",
    ])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let lines = outcome.output.split(separator: "\n")
    #expect(lines.dropLast().contains { $0.hasPrefix("Sampling") })
    #expect(lines.last?.hasPrefix("{'model_mesh': {'url': 'https://v3b.fal.media/files/") == true)
  }

  @Test("the published cURL example runs word for word")
  func publishedCURL() async throws {
    let outcome = try await FalseworkProcess.run([
      "run", "--", "sh", "\(Self.clients)/published_example.sh",
    ])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let result = try JSONValue.parse(Array(outcome.output.utf8))
    let url = try #require(result["model_mesh"]?["url"]?.stringValue)
    #expect(url.hasPrefix("https://v3b.fal.media/files/b/"))
  }

  @Test(
    "curl gets a mesh through each door",
    arguments: [
      ("https://queue.fal.run/fal-ai/trellis", ""),
      ("http://queue.fal.run/fal-ai/trellis", ""),
      ("$FALSEWORK_URL/fal-ai/trellis", ""),
      ("$FALSEWORK_URL/queue.fal.run/fal-ai/trellis", ""),
      ("$FALSEWORK_TLS_URL/fal-ai/trellis", "--cacert \"$FALSEWORK_CA_FILE\""),
      ("https://localhost:${FALSEWORK_URL##*:}/fal-ai/trellis", "--cacert \"$FALSEWORK_CA_FILE\""),
      (
        "https://queue.fal.run:${FALSEWORK_URL##*:}/fal-ai/trellis",
        "--noproxy '*' --connect-to ::127.0.0.1:${FALSEWORK_URL##*:}"
      ),
    ])
  func curl(url: String, options: String) async throws {
    let script = """
      set -e
      fetch() { curl -sS --fail \(options) -H "Authorization: Key $FAL_KEY" "$@"; }
      url() { sed 's/.*"'"$1"'": *"\\([^"]*\\)".*/\\1/'; }
      submission=$(fetch -H 'Content-Type: application/json' \
        -d '{"image_url":"x","texture_size":512,"mesh_simplify":0.98}' "\(url)")
      result=$(fetch "$(echo "$submission" | url response_url)")
      file=$(echo "$result" | url url)
      echo "$file"
      fetch "$file" | head -c 4
      """
    let outcome = try await FalseworkProcess.run([
      "run", "--preset", "instant", "--", "sh", "-c", script,
    ])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let lines = outcome.output.split(separator: "\n")
    #expect(lines.first?.contains("fal.media") == true)
    #expect(lines.last == "glTF")
  }

  @Test("Python's strictest verification accepts the certificates", arguments: ["1_2", "1_3"])
  func strictPython(version: String) async throws {
    let script = """
      import os, socket, ssl, urllib.parse
      door = urllib.parse.urlsplit(os.environ["FALSEWORK_TLS_URL"])
      for name in ("queue.fal.run", "v3b.fal.media", "localhost", "127.0.0.1"):
          context = ssl.create_default_context(cafile=os.environ["FALSEWORK_CA_FILE"])
          context.verify_flags |= ssl.VERIFY_X509_STRICT | ssl.VERIFY_X509_PARTIAL_CHAIN
          context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv\(version)
          context.set_alpn_protocols(["h2", "http/1.1"])
          plain = socket.create_connection((door.hostname, door.port))
          with context.wrap_socket(plain, server_hostname=name) as secure:
              assert secure.selected_alpn_protocol() == "http/1.1"
              print(secure.version())
      """
    let outcome = try await FalseworkProcess.run(["run", "--", "python3", "-c", script])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let name = "TLSv" + version.replacing("_", with: ".") + "\n"
    #expect(outcome.output == String(repeating: name, count: 4))
  }

  /// The first Node in `PATH`, which a fetch of its own came with in version 18.
  static let node = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    .map { "\($0)/node" }.first { FileManager.default.isExecutableFile(atPath: $0) }

  @Test(
    "Node trusts the authority, by NODE_EXTRA_CA_CERTS alone",
    .enabled(if: node != nil, "Node is not installed"))
  func fetchByNode() async throws {
    let script = """
      fetch(process.env.FALSEWORK_TLS_URL + "/_falsework/health")
        .then(async (reply) => console.log(reply.status, await reply.text()))
      """
    let outcome = try await FalseworkProcess.run([
      "run", "--", try #require(Self.node), "-e", script,
    ])
    #expect(outcome.output.hasPrefix("200 {"), "\(outcome.errors)")
  }

  @Test("a host that is not fal's is refused to curl with an explanation")
  func foreignHost() async throws {
    let outcome = try await FalseworkProcess.run([
      "run", "--", "curl", "--silent", "--include", "https://example.com/",
    ])
    #expect(outcome.status != 0)
    #expect(outcome.output.hasPrefix("HTTP/1.1 403 "))
  }
}
