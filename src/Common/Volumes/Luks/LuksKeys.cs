using System.Security.Cryptography;
using System.Text;

namespace BootstrapVz.Common.Volumes.Luks;

/// <summary>A secret's keyslot.</summary>
/// <param name="Salt">Public, and another one for each slot of each container.</param>
/// <param name="Key">What the secret and the salt make, at Argon2id's cost.</param>
internal sealed record LuksSlot(byte[] Salt, byte[] Key)
{
    /// <summary>Bytes that only those know who know the secret.</summary>
    public byte[] Randomness(int length) => Shake256.HashData([.. "stripes"u8, .. Key], length);
}

/// <summary>
/// The keys of a container. All of them follow from the secrets, so that the same manifest gives the same image, and none tells anything that
/// does not cost one Argon2id to try. Salts are public and follow from the identifier alone: made from a secret they would let it
/// be guessed at no cost.
/// </summary>
internal sealed class LuksKeys
{
    /// <summary>Derives them.</summary>
    /// <param name="uuid">The container's identifier.</param>
    /// <param name="secrets">A keyslot each.</param>
    /// <param name="contentHash">
    /// A hash of what will be encrypted: other content gets another volume key, as two contents under one key show where they are equal.
    /// </param>
    public LuksKeys(string uuid, IReadOnlyList<string> secrets, byte[] contentHash)
    {
        Uuid = uuid;
        Slots = [.. secrets.Select((secret, index) =>
        {
            var salt = Salt($"keyslot {index}");
            return new LuksSlot(salt, Argon2.Derive(Encoding.UTF8.GetBytes(secret), salt, Xts.KeySize));
        })];
        VolumeKey = HKDF.DeriveKey(HashAlgorithmName.SHA512, [.. Slots.SelectMany(slot => slot.Key)], Xts.KeySize, contentHash, Encoding.UTF8.GetBytes("volume key " + uuid));
    }

    /// <summary>The container's identifier.</summary>
    public string Uuid { get; }

    /// <summary>A keyslot for each secret.</summary>
    public IReadOnlyList<LuksSlot> Slots { get; }

    /// <summary>What the data is encrypted with.</summary>
    public byte[] VolumeKey { get; }

    /// <summary>A salt for one purpose.</summary>
    public byte[] Salt(string purpose) => SHA256.HashData(Encoding.UTF8.GetBytes($"{Uuid}\0{purpose}"));
}
