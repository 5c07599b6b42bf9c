// Falsework
// SPDX-License-Identifier: MIT

internal import ArgumentParser
internal import FalseworkProtocol

/// What a client is told beside where the server is.
struct ClientOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The FAL_KEY that clients get, such as locked--1:x; never give a real one.",
      valueName: "id:secret"))
  var key = ClientSettings.key

  func validate() throws {
    guard (try? Credential(authorization: "Key \(key)")) != nil else {
      throw ValidationError("--key must be id:secret")
    }
  }
}
