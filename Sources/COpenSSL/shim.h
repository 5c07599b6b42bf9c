// Falsework
// SPDX-License-Identifier: MIT

#ifndef FALSEWORK_COPENSSL_SHIM_H
#define FALSEWORK_COPENSSL_SHIM_H

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#if OPENSSL_VERSION_NUMBER < 0x30000000L
#error "Falsework needs OpenSSL 3.0 or later"
#endif

// Much of OpenSSL's interface is macros, which Swift cannot see. Each function here is one macro,
// or a fixed set of options whose definitions are macros with arguments.

static inline EVP_PKEY *falsework_generate_p256_key(void) {
  return EVP_EC_gen("P-256");
}

static inline EVP_PKEY *falsework_generate_ed25519_key(void) {
  return EVP_PKEY_Q_keygen(NULL, NULL, "ED25519");
}

static inline int falsework_is_ed25519_key(const EVP_PKEY *key) {
  return EVP_PKEY_is_a(key, "ED25519");
}

static inline EVP_PKEY *falsework_ed25519_public_key(const unsigned char *bytes, size_t count) {
  return EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, bytes, count);
}

static inline EVP_PKEY *falsework_ed25519_private_key(const unsigned char *seed, size_t count) {
  return EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL, seed, count);
}

static inline long falsework_bio_memory(BIO *bio, const unsigned char **bytes) {
  return BIO_get_mem_data(bio, (char **)bytes);
}

static inline void falsework_bio_clear_retry(BIO *bio) {
  BIO_clear_retry_flags(bio);
}

static inline void falsework_bio_set_retry_read(BIO *bio) {
  BIO_set_retry_read(bio);
}

static inline void falsework_x509v3_context_without_database(X509V3_CTX *context) {
  X509V3_set_ctx_nodb(context);
}

static inline int falsework_x509_name_print(BIO *bio, const X509_NAME *name) {
  return X509_NAME_print_ex(bio, name, 0, XN_FLAG_RFC2253);
}

static inline uint64_t falsework_ssl_ctx_set_server_options(SSL_CTX *context) {
  return SSL_CTX_set_options(
      context,
      SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE);
}

static inline uint64_t falsework_ssl_ctx_set_client_options(SSL_CTX *context) {
  return SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
}

// Idle connections give their record buffers back; a certificate is sent without a search for its
// issuers, which every client has as a trusted root or not at all.
static inline long falsework_ssl_ctx_set_modes(SSL_CTX *context) {
  return SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_NO_AUTO_CHAIN);
}

static inline long falsework_ssl_ctx_set_versions(SSL_CTX *context, int lowest, int highest) {
  return SSL_CTX_set_min_proto_version(context, lowest) &&
         SSL_CTX_set_max_proto_version(context, highest);
}

static inline long falsework_ssl_ctx_set_groups(SSL_CTX *context, const char *names) {
  return SSL_CTX_set1_groups_list(context, names);
}

static inline long falsework_ssl_ctx_disable_session_cache(SSL_CTX *context) {
  return SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
}

static inline long falsework_ssl_ctx_set_server_name_callback(
    SSL_CTX *context, int (*callback)(SSL *, int *, void *)) {
  return SSL_CTX_set_tlsext_servername_callback(context, callback);
}

static inline int falsework_ssl_set_app_data(SSL *ssl, void *data) {
  return SSL_set_app_data(ssl, data);
}

static inline void *falsework_ssl_get_app_data(const SSL *ssl) {
  return SSL_get_app_data(ssl);
}

static inline long falsework_ssl_set_server_name(SSL *ssl, const char *name) {
  return SSL_set_tlsext_host_name(ssl, name);
}

#endif
