// Falsework
// SPDX-License-Identifier: MIT

import FalseworkTestSupport
import Foundation
import Testing

/// The TLS of a real server, as `openssl s_client` finds it.
@Suite("The TLS door") struct SecureDoorTests {
  /// Runs `openssl s_client` against a server of its own and returns all that it prints.
  ///
  /// In `script`, `client` stands for it, with strict verification switched on.
  private func session(_ script: String) async throws -> String {
    let prologue = """
      exec 2>&1
      folder="${FALSEWORK_CA_FILE%/*}"
      client() {
        openssl s_client -connect "${FALSEWORK_URL#http://}" -CAfile "$FALSEWORK_CA_FILE" \
          -verify_return_error -x509_strict -purpose sslserver "$@"
      }
      request() {
        printf '%s HTTP/1.1\\r\\nHost: 127.0.0.1\\r\\nConnection: close\\r\\n\\r\\n' "$1"
      }

      """
    return try await FalseworkProcess.run(["run", "--", "bash", "-c", prologue + script]).output
  }

  static let versions = [("-tls1_2", "TLSv1.2"), ("-tls1_3", "TLSv1.3")]

  @Test("serves TLS 1.2 and 1.3, and says goodbye in its terms", arguments: versions)
  func version(option: String, name: String) async throws {
    let output = try await session("request 'GET /_falsework/health' | client -ign_eof \(option)")
    #expect(output.contains("\nNew, \(name), "))
    #expect(output.contains("Verification: OK"))
    #expect(output.contains("HTTP/1.1 200 OK"))
    // Without close_notify it would be `unexpected eof while reading` or `errno=0`.
    #expect(output.hasSuffix("closed\n"))
  }

  @Test("resumes a session", arguments: versions)
  func resumption(option: String, name: String) async throws {
    let output = try await session(
      """
      for direction in out in; do
        request 'GET /_falsework/health' \
          | client -ign_eof \(option) "-sess_$direction" "$folder/session"
      done
      """)
    let marks = output.split(separator: "\n").filter { $0.contains(", \(name), Cipher is ") }
    #expect(marks.map { $0.prefix { $0 != "," } } == ["New", "Reused"])
  }

  @Test("refuses TLS 1.0 and 1.1", arguments: ["-tls1", "-tls1_1"])
  func oldVersion(option: String) async throws {
    let output = try await session("client \(option) -cipher DEFAULT@SECLEVEL=0 </dev/null")
    #expect(output.contains("alert protocol version"))
    #expect(output.contains("New, (NONE), Cipher is (NONE)"))
  }

  @Test(
    "agrees on HTTP/1.1 by ALPN, or on nothing, or refuses",
    arguments: [
      ("-alpn h2,http/1.1", "\nALPN protocol: http/1.1\n"), ("", "\nNo ALPN negotiated\n"),
      ("-alpn h2", "alert no application protocol"),
    ])
  func applicationProtocol(options: String, mention: String) async throws {
    #expect(try await session("client \(options) </dev/null").contains(mention))
  }

  @Test("refuses to renegotiate")
  func renegotiation() async throws {
    // The standard input stays open, so that the client waits for the answer.
    let output = try await session(
      """
      mkfifo "$folder/input"
      client -tls1_2 <"$folder/input" & exec 3>"$folder/input"
      echo R >&3
      wait
      """)
    #expect(output.contains("\nRENEGOTIATING\n"))
    #expect(output.contains(":no renegotiation:"))
  }

  @Test("opens no tunnel behind it")
  func tunnel() async throws {
    let output = try await session("request 'CONNECT queue.fal.run:443' | client -ign_eof")
    #expect(output.contains("HTTP/1.1 501 "))
    #expect(output.hasSuffix("closed\n"))
  }
}
