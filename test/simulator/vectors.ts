/** Signatures whose right value is known from elsewhere. */
export const vectors = {
  bitunix: [
    {
      origin: "published with the vendor's sample code",
      apiKey: '11111111111111111',
      secretKey: '22222222222222222',
      nonce: '33333333333333333',
      timestamp: '1747104711262',
      queryParams: 'marginCoinUSDT',
      body: '',
      sign: '40e87256554e263e39201a3979469b7fbb640d1c7c41759abf5c6a18f937f922',
    },
    {
      origin: 'computed apart from this code: a withdrawal',
      apiKey: 'test-api-key',
      secretKey: 'test-secret-key',
      nonce: '3fb2c1d4e5f60718293a4b5c6d7e8f90',
      timestamp: '1744185294000',
      queryParams: '',
      body: '{"coin":"TRX","network":"Tron (TRC-20)","address":"TJmW5D1p1LnMdTMmxuY1VELHht7v5HV7rU","amount":20}',
      sign: 'bad41c1e9a9e84cd77c3876e0fa2ca2dd99a819b1ad50b0d8a6ddb0fcaff5eb4',
    },
    {
      origin: 'computed apart from this code: a history page',
      apiKey: 'test-api-key',
      secretKey: 'test-secret-key',
      nonce: '3fb2c1d4e5f60718293a4b5c6d7e8f90',
      timestamp: '1744185294000',
      queryParams: '',
      body: '{"id":"1909877667383767042","limit":10}',
      sign: 'd6e1ec9085313133d1fe8ba9fafdcf976e92ff73bb49377c01cef77a1d5dfb65',
    },
    {
      origin: 'computed apart from this code: a balance',
      apiKey: 'test-api-key',
      secretKey: 'test-secret-key',
      nonce: '3fb2c1d4e5f60718293a4b5c6d7e8f90',
      timestamp: '1744185294000',
      queryParams: '',
      body: '',
      sign: '8f34bf60e5de40042829e71d566b77a1ea68af299e7f67b54bde0fc5d4a491a4',
    },
  ],
  bigone: [
    {
      origin: 'published on the older authentication page',
      secret: 'your-256-bit-secret',
      sub: 'cee88ab0-bc69-4357-84b7-db0545e85647',
      nonce: '1527665262168391000',
      token: [
        'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9',
        'eyJ0eXBlIjoiT3BlbkFQSVYyIiwic3ViIjoiY2VlODhhYjAtYmM2OS00MzU3LTg0YjctZGIwNTQ1ZTg1NjQ3Iiwibm9uY2Ui' +
          'OiIxNTI3NjY1MjYyMTY4MzkxMDAwIiwicmVjdl93aW5kb3ciOiI1MCJ9',
        'AwsojrjKuQGTgmmkLDZ3piCOmuAQ_Y2PtU9JSUOQaT0',
      ].join('.'),
    },
    {
      origin: 'computed apart from this code, without a window',
      secret: 'testsecret',
      sub: '765fc50d-39e0-11f0-9669-5a69d7ba6f46',
      nonce: '1527665262168391000',
      token: [
        'eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9',
        'eyJ0eXBlIjoiT3BlbkFQSVYyIiwic3ViIjoiNzY1ZmM1MGQtMzllMC0xMWYwLTk2NjktNWE2OWQ3YmE2ZjQ2Iiwibm9uY2Ui' +
          'OiIxNTI3NjY1MjYyMTY4MzkxMDAwIn0',
        'QCp7FLgRremS8U1FEPFHolVP2zZdUdDzHHiuYiEjTOQ',
      ].join('.'),
    },
    {
      origin: 'computed apart from this code, with a window',
      secret: 'testsecret',
      sub: '765fc50d-39e0-11f0-9669-5a69d7ba6f46',
      nonce: '1527665262168391000',
      token: [
        'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9',
        'eyJ0eXBlIjoiT3BlbkFQSVYyIiwic3ViIjoiNzY1ZmM1MGQtMzllMC0xMWYwLTk2NjktNWE2OWQ3YmE2ZjQ2Iiwibm9uY2Ui' +
          'OiIxNTI3NjY1MjYyMTY4MzkxMDAwIiwicmVjdl93aW5kb3ciOiIzMCJ9',
        'IG2onu3Y1usY2okStO_j0GFhIYixnTMaitZZzjWecJI',
      ].join('.'),
    },
  ],
  bigoneNonceAsNumber: {
    origin: "published on the current authentication page: its nonce is a number, against the page's own text",
    secret: 'testsecret',
    sub: 'cee88ab0bc69435784b7db0545e85647',
    nonce: '1527665262168391000',
    token: [
      'eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9',
      'eyJ0eXBlIjoiT3BlbkFQSVYyIiwic3ViIjoiY2VlODhhYjBiYzY5NDM1Nzg0YjdkYjA1NDVlODU2NDciLCJub25jZSI6MTUy' +
        'NzY2NTI2MjE2ODM5MTAwMH0',
      'cJ_uPmDeIxEPbKb_Xi0YuCflt_kgok5lryPwDG-jrsM',
    ].join('.'),
  },
};
