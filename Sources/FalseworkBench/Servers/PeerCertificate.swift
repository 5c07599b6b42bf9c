// Falsework
// SPDX-License-Identifier: MIT

/// The peer's certificate: P-256 and signed by Falsework's own authority, so that both servers and
/// the client have the same work with it.
enum PeerCertificate {
  private static let program = "/usr/bin/openssl"

  private static let configuration = """
    [req]
    prompt = no
    distinguished_name = name
    x509_extensions = leaf
    [name]
    CN = localhost
    [leaf]
    basicConstraints = critical, CA:FALSE
    keyUsage = critical, digitalSignature
    extendedKeyUsage = serverAuth
    subjectAltName = DNS:localhost, IP:127.0.0.1

    """

  static func make(
    in folder: TemporaryFolder, signedBy server: FalseworkServer
  ) throws(BenchFailure) {
    guard File.isExecutable(program) else {
      throw BenchFailure("\(program) is missing; get it with: apt-get install openssl")
    }
    try folder.write(Array(configuration.utf8), to: "openssl.cnf")
    try ChildProcess.run(
      program,
      [
        "req", "-x509", "-config", folder.file("openssl.cnf"), "-newkey", "ec",
        "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc", "-sha256", "-days", "30",
        "-CA", server.certificateFile, "-CAkey", server.authorityKeyFile,
        "-keyout", folder.file(NginxConfiguration.keyName),
        "-out", folder.file(NginxConfiguration.certificateName),
      ],
      in: folder)
  }
}
