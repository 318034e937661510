/* Carries the flags of libxml2 for CLibXML and is never imported by Swift: libxml2's headers and Foundation both
   define ICU's UErrorCode, and one Swift file cannot see the two. */
