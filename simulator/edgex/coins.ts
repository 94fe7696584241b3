export type EdgexChain = { chain: string; chainId: string; tokenAddress: string };

/** The only coin that can be withdrawn. */
export const collateral = {
  coinId: '1000',
  coinName: 'USDT',
  starkExAssetId: '0x33bda5c923bae4e84825b74762d5482889b9512465fbffc50d1ae4b82e345c3',
  starkExResolution: '0xf4240',
};

export const l1ChainId = '1';

/** Plausible figures, not quotations. */
export const chains: readonly EdgexChain[] = [
  { chain: 'Ethereum', chainId: l1ChainId, tokenAddress: '0xdAC17F958D2ee523a2206206994597C13D831ec7' },
  { chain: 'BNB Smart Chain', chainId: '56', tokenAddress: '0x55d398326f99059fF775485246999027B3197955' },
  { chain: 'Arbitrum One', chainId: '42161', tokenAddress: '0xFd086bC7CD5C481DCC9C85ebE478A1C0b69FCbb9' },
];

/** The liquidity provider, as in the document's sample of sign info. */
export const provider = {
  lpAccountId: '542076087396467085',
  crossWithdrawL2Key: '0x03bf794b4433e0a8b353da361bb7284c670914d27ed04698e6abed0bf1198028',
};

export const chainById = (chainId: string) => chains.find((chain) => chain.chainId === chainId);

/** `data` of getMetaData, as far as withdrawals are concerned. */
export function metaData(maintenanceReason: string) {
  return {
    global: {
      appName: 'edgeX',
      starkExChainId: `0x${BigInt(l1ChainId).toString(16)}`,
      starkExCollateralCoin: { ...collateral, stepSize: '0.000001' },
      maintenanceReason,
    },
    coinList: [
      { ...collateral, stepSize: '0.000001' },
      { coinId: '1001', coinName: 'BTC', stepSize: '0.001', starkExAssetId: null, starkExResolution: null },
    ],
    contractList: [],
    multiChain: {
      coinId: collateral.coinId,
      maxWithdraw: '1000000',
      minWithdraw: '0',
      minDeposit: '0',
      chainList: chains.map(({ chain, chainId, tokenAddress }) => ({
        chain,
        chainId,
        contractAddress: '0xa3Cb2622C532e46c4376FAd4AbFDf9eDC717BABf',
        feeRate: '0.001',
        minFee: '1',
        gasToken: 'ETH',
        feeLess: false,
        txConfirm: '10',
        blockTime: '12',
        tokenList: [{ token: collateral.coinName, tokenAddress, decimals: '6', pullOff: false, withdrawEnable: true }],
      })),
    },
  };
}
