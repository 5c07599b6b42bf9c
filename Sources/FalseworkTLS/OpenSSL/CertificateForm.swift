// Falsework
// SPDX-License-Identifier: MIT

import COpenSSL

/// The content of a certificate to be issued.
struct CertificateForm {
  /// One X.509 extension in the notation of OpenSSL's x509v3_config.
  struct Extension {
    let identifier: Int32
    let value: String
  }

  /// At most 64 bytes, the limit `ub-common-name` of RFC 5280 appendix A.1.
  var commonName: String
  /// The first and last valid moments, in seconds since the epoch.
  var validity: ClosedRange<Int64>
  var extensions: [Extension]

  /// The content of a certificate authority that signs leaves only (RFC 5280 §4.2.1).
  static func authority(commonName: String, validity: ClosedRange<Int64>) -> CertificateForm {
    CertificateForm(
      commonName: commonName, validity: validity,
      extensions: [
        Extension(identifier: NID_basic_constraints, value: "critical,CA:TRUE,pathlen:0"),
        Extension(identifier: NID_key_usage, value: "critical,keyCertSign,cRLSign"),
        Extension(identifier: NID_subject_key_identifier, value: "hash"),
      ])
  }

  /// The content of a server's certificate for `hosts`.
  static func server(hosts: [HostName], validity: ClosedRange<Int64>) -> CertificateForm {
    let name = hosts.first?.text ?? ""
    let names = hosts.map(\.subjectAlternativeName).joined(separator: ",")
    return CertificateForm(
      commonName: name.utf8.count <= 64 ? name : "Falsework", validity: validity,
      extensions: [
        Extension(identifier: NID_basic_constraints, value: "critical,CA:FALSE"),
        Extension(identifier: NID_key_usage, value: "critical,digitalSignature"),
        Extension(identifier: NID_ext_key_usage, value: "serverAuth"),
        Extension(identifier: NID_subject_key_identifier, value: "hash"),
        Extension(identifier: NID_authority_key_identifier, value: "keyid:always"),
        Extension(identifier: NID_subject_alt_name, value: names),
      ])
  }
}
