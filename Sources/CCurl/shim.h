#ifndef TOLLGATE_CCURL_H
#define TOLLGATE_CCURL_H

#include <curl/curl.h>

/* Swift's Glibc module has none of these. */
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>

/* curl_easy_setopt, curl_easy_getinfo and curl_multi_setopt are variadic, which Swift cannot call. These are the same
 * calls, one for each type of argument, so that a value of the wrong width does not compile. */

static inline CURLcode tollgate_global_init(void) { return curl_global_init(CURL_GLOBAL_DEFAULT); }

/* The calling thread, as ps and top show it. At most 15 bytes. */
static inline void tollgate_name_thread(const char *name) { prctl(PR_SET_NAME, name, 0, 0, 0); }

/* The file of certificate authorities that libcurl was built to trust; NULL when there is none. */
static inline const char *tollgate_default_bundle(void) { return curl_version_info(CURLVERSION_NOW)->cainfo; }

static inline CURLcode tollgate_set_long(CURL *easy, CURLoption option, long value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode tollgate_set_offset(CURL *easy, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(easy, option, value);
}

/* libcurl copies the string, except for CURLOPT_POSTFIELDS. NULL resets the option. */
static inline CURLcode tollgate_set_string(CURL *easy, CURLoption option, const char *value) {
    return curl_easy_setopt(easy, option, value);
}

/* Copies the bytes, NULs among them. */
static inline CURLcode tollgate_set_body(CURL *easy, const void *bytes, curl_off_t count) {
    CURLcode code = curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, count);
    return code != CURLE_OK ? code : curl_easy_setopt(easy, CURLOPT_COPYPOSTFIELDS, (const char *)bytes);
}

/* The list stays the caller's and must outlive the transfer. */
static inline CURLcode tollgate_set_header_lines(CURL *easy, struct curl_slist *lines) {
    return curl_easy_setopt(easy, CURLOPT_HTTPHEADER, lines);
}

/* Of CURL_ERROR_SIZE bytes. */
static inline CURLcode tollgate_set_error_buffer(CURL *easy, char *buffer) {
    return curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, buffer);
}

/* All callbacks of a transfer, and CURLOPT_PRIVATE, with one context. */
static inline CURLcode tollgate_set_callbacks(
    CURL *easy,
    void *context,
    curl_write_callback header,
    curl_write_callback body,
    curl_prereq_callback before_request,
    curl_opensocket_callback open_socket
) {
    CURLcode code;
    if ((code = curl_easy_setopt(easy, CURLOPT_PRIVATE, context)) != CURLE_OK) return code;
    if ((code = curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, header)) != CURLE_OK) return code;
    if ((code = curl_easy_setopt(easy, CURLOPT_HEADERDATA, context)) != CURLE_OK) return code;
    if ((code = curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, body)) != CURLE_OK) return code;
    if ((code = curl_easy_setopt(easy, CURLOPT_WRITEDATA, context)) != CURLE_OK) return code;
    if ((code = curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, before_request)) != CURLE_OK) return code;
    if ((code = curl_easy_setopt(easy, CURLOPT_PREREQDATA, context)) != CURLE_OK) return code;
    if ((code = curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, open_socket)) != CURLE_OK) return code;
    return curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, context);
}

/* Zero when libcurl does not know. */
static inline long tollgate_get_long(CURL *easy, CURLINFO info) {
    long value = 0;
    return curl_easy_getinfo(easy, info, &value) == CURLE_OK ? value : 0;
}

/* -1 when libcurl does not know. */
static inline curl_off_t tollgate_get_offset(CURL *easy, CURLINFO info) {
    curl_off_t value = -1;
    return curl_easy_getinfo(easy, info, &value) == CURLE_OK ? value : -1;
}

/* The context of tollgate_set_callbacks. */
static inline void *tollgate_get_context(CURL *easy) {
    char *value = NULL;
    return curl_easy_getinfo(easy, CURLINFO_PRIVATE, &value) == CURLE_OK ? value : NULL;
}

static inline CURLMcode tollgate_multi_set_long(CURLM *multi, CURLMoption option, long value) {
    return curl_multi_setopt(multi, option, value);
}

static inline CURLMcode tollgate_multi_set_callbacks(
    CURLM *multi,
    void *context,
    curl_socket_callback socket,
    curl_multi_timer_callback timer
) {
    CURLMcode code;
    if ((code = curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, socket)) != CURLM_OK) return code;
    if ((code = curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, context)) != CURLM_OK) return code;
    if ((code = curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, timer)) != CURLM_OK) return code;
    return curl_multi_setopt(multi, CURLMOPT_TIMERDATA, context);
}

#endif
