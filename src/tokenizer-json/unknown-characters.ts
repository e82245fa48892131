// Made by `npm run fixtures` from tokenizers and the engine's own tables. Do not edit.
// Sets in the format of CodePointSet: alternating lengths of the stretches outside and inside, from U+0000 on.

/** Characters that normalization neither changes, composes nor reorders in Unicode 9.0, unlike in this engine. */
export const INERT =
  "CEt1E99B6aIa1Px1H22Kl1CHe1BA1v2cVm5FTg1BFZl4Bj1X01YSn1817191Lg51B619BMh4Bt5It2C5213BybBd4Gi1Tu1By4512112B212161211343Dx1BBe2Gt141214241Ec1Cb1i1C91Sw112C91Lt2SAbc51DIr134Rx2ZKkB0FGmBqx1Eg7Kf1Bp4O44H22Gr1217251CWe1CWra";

/** Marks in this engine that are none in Unicode 9.0, which StripAccents uses. */
export const NO_MARKS =
  "CEt1E99B6aIa1Gz6Cd1Eu1Bj1F21c1Bm2Bw1Io1j1CGu1Gx1T3v2cOj1H25BLUp1Fu1BBK44Bt5It2C56BybBd4Gi122C51Dm2Dm142D51Gx1Dg91121141511e2Df1BB1fGt612241112Dx72731saB4714819bBagFi8Mp631121711Bu51215Jn49211Bc735n1FSl16fMGgiDWf1Bb9Ck1b2ZZyBa2nESw1Eg7Kf1Bp4O44H22Gr1217251";

/** Characters of this engine that are unassigned in Unicode 16.0, which patterns use. */
export const UNKNOWN =
  "CIv1BB01Dj1DV6f2cBPh1CZ01BHZb22111s1WY1gMd2Bi7DDdqBMj389x2DK48Q8B84aWByp2pHy5GOp8BJtmCpD7RG73MdnfhGNbv1m82EIo1Ee4Jh9Kj4Be131Bl141s141He1BZFj6GKacXGiEPe";
