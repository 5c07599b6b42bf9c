// Falsework
// SPDX-License-Identifier: MIT

internal import Falsework

/// The environment variables that point an unmodified client at a server.
struct ClientSettings: Sendable {
  /// Names and values, in the order to show them.
  let variables: [(name: String, value: String)]

  /// What a client's environment must not have beside the settings: other ways of showing a key,
  /// and a proxy for everything that some clients prefer.
  static let unwanted = ["FAL_KEY_ID", "FAL_KEY_SECRET", "ALL_PROXY", "all_proxy"]

  /// A key that is nobody's.
  static let key = "falsework:not-a-real-key"

  init(_ addresses: ServerAddresses, key: String) {
    let loopback = "localhost,127.0.0.1,::1"
    variables = [
      ("FALSEWORK_URL", addresses.url),
      ("FALSEWORK_TLS_URL", addresses.tlsURL),
      ("FALSEWORK_CONTROL_URL", addresses.controlURL),
      ("FALSEWORK_CA_FILE", addresses.certificateFile),
      ("FAL_KEY", key),
      ("HTTPS_PROXY", addresses.url),
      ("HTTP_PROXY", addresses.url),
      ("https_proxy", addresses.url),
      ("http_proxy", addresses.url),
      ("NO_PROXY", loopback),
      ("no_proxy", loopback),
      ("SSL_CERT_FILE", addresses.bundleFile),
      ("REQUESTS_CA_BUNDLE", addresses.bundleFile),
      ("CURL_CA_BUNDLE", addresses.bundleFile),
      ("NODE_EXTRA_CA_CERTS", addresses.certificateFile),
      ("NODE_USE_ENV_PROXY", "1"),
    ]
  }

  /// An environment with the settings in it and what contradicts them taken out.
  func applied(to environment: ProcessEnvironment) -> ProcessEnvironment {
    var environment = environment
    for name in Self.unwanted { environment.variables[name] = nil }
    for (name, value) in variables { environment.variables[name] = value }
    return environment
  }
}
