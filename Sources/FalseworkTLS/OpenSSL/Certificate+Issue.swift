// Falsework
// SPDX-License-Identifier: MIT

import COpenSSL

extension Certificate {
  /// The signer of a certificate.
  enum Issuer {
    case itself
    case authority(Certificate, PrivateKey)
  }

  /// Returns a new certificate for `key`, signed by `issuer`, with a random serial number.
  static func issue(
    _ form: CertificateForm, for key: PrivateKey, by issuer: Issuer
  ) throws(TLSError) -> Certificate {
    ERR_clear_error()
    guard let x509 = X509_new() else { throw OpenSSLLibrary.failure("allocate a certificate") }
    let certificate = Certificate(owning: x509)
    let (issuerX509, signingKey) =
      switch issuer {
      case .itself: (x509, key.pointer)
      case .authority(let authority, let key): (authority.pointer, key.pointer)
      }
    guard
      X509_set_version(x509, Int(X509_VERSION_3)) == 1, setSerial(x509),
      ASN1_TIME_set(X509_getm_notBefore(x509), time_t(form.validity.lowerBound)) != nil,
      ASN1_TIME_set(X509_getm_notAfter(x509), time_t(form.validity.upperBound)) != nil,
      setSubject(x509, form.commonName),
      X509_set_issuer_name(x509, X509_get_subject_name(issuerX509)) == 1,
      X509_set_pubkey(x509, key.pointer) == 1,
      add(form.extensions, to: x509, issuer: issuerX509),
      X509_sign(x509, signingKey, EVP_sha256()) > 0
    else { throw OpenSSLLibrary.failure("issue a certificate for \(form.commonName)") }
    return certificate
  }

  /// Gives the certificate 128 random bits, the first of them set, which makes it positive.
  private static func setSerial(_ x509: OpaquePointer) -> Bool {
    guard let number = BN_new() else { return false }
    defer { BN_free(number) }
    return BN_rand(number, 128, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY) == 1
      && BN_to_ASN1_INTEGER(number, X509_get_serialNumber(x509)) != nil
  }

  private static func setSubject(_ x509: OpaquePointer, _ commonName: String) -> Bool {
    let subject = X509_get_subject_name(x509)
    let entries = [(NID_organizationName, "Falsework"), (NID_commonName, commonName)]
    return entries.allSatisfy { identifier, text in
      X509_NAME_add_entry_by_NID(
        subject, identifier, MBSTRING_UTF8, text, Int32(text.utf8.count), -1, 0) == 1
    }
  }

  private static func add(
    _ extensions: [CertificateForm.Extension], to x509: OpaquePointer, issuer: OpaquePointer
  ) -> Bool {
    var context = X509V3_CTX()
    X509V3_set_ctx(&context, issuer, x509, nil, nil, 0)
    falsework_x509v3_context_without_database(&context)
    return extensions.allSatisfy { entry in
      let made = X509V3_EXT_conf_nid(nil, &context, entry.identifier, entry.value)
      defer { X509_EXTENSION_free(made) }
      return made != nil && X509_add_ext(x509, made, -1) == 1
    }
  }
}
