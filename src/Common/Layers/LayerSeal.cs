using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using BootstrapVz.Common.Volumes.Luks;

namespace BootstrapVz.Common.Layers;

/// <summary>
/// Hides the contents of layers whose tree may hold a secret: those of tasks that had one revealed, and all on top of them. Who is to read them
/// knows the same secrets, as without those the layer is none of the build's; so the key follows from them, and is kept nowhere.
/// </summary>
/// <remarks>AES-256 in counter mode (NIST SP 800-38A, section 6.5), its key by HKDF (RFC 5869) with the layer's name, which no two layers share.</remarks>
internal sealed class LayerSeal
{
    private const int Block = 16;
    private readonly Func<string, string?> _secretOf;
    private readonly byte[] _secrets;
    private readonly byte[] _key;

    /// <summary>What is below the first layer.</summary>
    /// <param name="secretOf">The secret that an input is; null for one that is none.</param>
    public LayerSeal(Func<string, string?> secretOf)
        : this(secretOf, [], [])
    {
    }

    private LayerSeal(Func<string, string?> secretOf, byte[] secrets, byte[] key)
    {
        (_secretOf, _secrets, _key) = (secretOf, secrets, key);
    }

    /// <summary>For layers without secrets.</summary>
    public static LayerSeal None { get; } = new(_ => null);

    /// <summary>The seal of a layer on top of this one.</summary>
    public LayerSeal Over(LayerInfo layer)
    {
        byte[] secrets = [.. _secrets, .. layer.Inputs.Keys.Order(StringComparer.Ordinal).Select(_secretOf).OfType<string>().SelectMany(Marked)];
        return new(_secretOf, secrets, secrets.Length == 0 ? [] : HKDF.DeriveKey(HashAlgorithmName.SHA256, secrets, 32, info: Encoding.UTF8.GetBytes(LayerKeys.Of(layer))));
    }

    /// <summary>Hides bytes, or shows them again.</summary>
    /// <param name="bytes">They are changed in place.</param>
    /// <param name="position">Where they are in the layer's file.</param>
    public void Turn(Span<byte> bytes, long position)
    {
        if (_key.Length == 0)
            return;
        var skipped = (int)(position % Block);
        var stream = ArrayPool<byte>.Shared.Rent((skipped + bytes.Length + Block - 1) / Block * Block);
        try
        {
            var blocks = stream.AsSpan(0, (skipped + bytes.Length + Block - 1) / Block * Block);
            for (var i = 0; i < blocks.Length; i += Block)
            {
                BinaryPrimitives.WriteInt64BigEndian(blocks[i..], 0);
                BinaryPrimitives.WriteInt64BigEndian(blocks[(i + 8)..], (position + i) / Block);
            }

            using var cipher = Aes.Create();
            cipher.SetKey(_key);
            cipher.EncryptEcb(blocks, blocks, PaddingMode.None);
            Xts.Xor(bytes, blocks.Slice(skipped, bytes.Length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(stream);
        }
    }

    // With its length: "ab", "c" are other secrets than "a", "bc".
    private static byte[] Marked(string secret)
    {
        var bytes = Encoding.UTF8.GetBytes(secret);
        var length = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
        return [.. length, .. bytes];
    }
}
