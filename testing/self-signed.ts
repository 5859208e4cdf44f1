/** Made for tests on loopback: a certificate of nobody, for the name `secure.test`, with its key. */
export const selfSigned = {
  cert: `-----BEGIN CERTIFICATE-----
MIIBnDCCAUOgAwIBAgIUZffOXmfohJ/kygjZEGOpfn+xApYwCgYIKoZIzj0EAwIw
FzEVMBMGA1UEAwwMRG9jZW50IHRlc3RzMCAXDTI2MTEyMDE4MjgwM1oYDzIwODEw
ODIzMTgyODAzWjAXMRUwEwYDVQQDDAxEb2NlbnQgdGVzdHMwWTATBgcqhkjOPQIB
BggqhkjOPQMBBwNCAAQNnVLBmTImnKfZu4DGsqhfws1mNoMLdiJPzRaErsVFGPdw
hrdXsCIFHAtSxB91LTCgNiPvL/le0uWigl55c/Rno2swaTAdBgNVHQ4EFgQUz28i
fp+ydBoMJiWD7dRietvYbhwwHwYDVR0jBBgwFoAUz28ifp+ydBoMJiWD7dRietvY
bhwwDwYDVR0TAQH/BAUwAwEB/zAWBgNVHREEDzANggtzZWN1cmUudGVzdDAKBggq
hkjOPQQDAgNHADBEAiBfhnxQS2iWG8m7d8EpB1ynbqe3Ny/q8N+aprHHy03gqQIg
J0AWswcLieDPGLOHAnB8tZ8mkRpok1VXYqYcentblpY=
-----END CERTIFICATE-----`,
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgPR+11vapcuKNbxft
3yvfRb+1/dbiiHWIoMcRy3x9ITqhRANCAAQNnVLBmTImnKfZu4DGsqhfws1mNoML
diJPzRaErsVFGPdwhrdXsCIFHAtSxB91LTCgNiPvL/le0uWigl55c/Rn
-----END PRIVATE KEY-----`,
};
