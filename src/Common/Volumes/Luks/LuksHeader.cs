using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace BootstrapVz.Common.Volumes.Luks;

/// <summary>What precedes the encrypted data: two copies of a description, then a keyslot for each secret.</summary>
/// <remarks>Source: LUKS2 On-Disk Format Specification 1.1.1, sections 2 and 3.</remarks>
internal static class LuksHeader
{
    private const int CopySize = 16 * 1024;
    private const int BinarySize = 4096;
    private const int ChecksumPlace = 448;
    private const int SlotSize = 252 * 1024; // the stripes, rounded up to 4 KiB
    private const int DigestIterations = 1000; // whoever guesses secrets pays for Argon2id before coming here
    private const string Cipher = "aes-xts-plain64";

    /// <summary>The bytes up to the end of the last keyslot; the rest up to the data is zero.</summary>
    /// <param name="keys">The keys, and the identifier.</param>
    /// <param name="dataStart">Where the data begins.</param>
    public static byte[] Render(LuksKeys keys, long dataStart)
    {
        var header = new byte[2 * CopySize + keys.Slots.Count * SlotSize];
        var json = Encoding.UTF8.GetBytes(Describe(keys, dataStart).ToJsonString());
        WriteCopy(header.AsSpan(0, CopySize), "LUKS"u8, 0, keys, json);
        WriteCopy(header.AsSpan(CopySize, CopySize), "SKUL"u8, CopySize, keys, json);
        foreach (var (index, slot) in keys.Slots.Index())
        {
            var stripes = AntiForensic.Split(keys.VolumeKey, slot.Randomness(Xts.KeySize * (AntiForensic.Stripes - 1)));
            Xts.Encrypt(slot.Key, stripes, 0);
            stripes.CopyTo(header, SlotPlace(index));
        }

        return header;
    }

    private static int SlotPlace(int index) => 2 * CopySize + index * SlotSize;

    private static void WriteCopy(Span<byte> copy, ReadOnlySpan<byte> magic, int place, LuksKeys keys, byte[] json)
    {
        magic.CopyTo(copy);
        copy[4] = 0xba;
        copy[5] = 0xbe;
        BinaryPrimitives.WriteUInt16BigEndian(copy[6..], 2);
        BinaryPrimitives.WriteInt64BigEndian(copy[8..], CopySize);
        BinaryPrimitives.WriteInt64BigEndian(copy[16..], 1); // how often it was written
        "sha256"u8.CopyTo(copy[72..]);
        SHA512.HashData(keys.Salt($"header at {place}"), copy.Slice(104, 64));
        Encoding.ASCII.GetBytes(keys.Uuid).CopyTo(copy[168..]);
        BinaryPrimitives.WriteInt64BigEndian(copy[256..], place);
        json.CopyTo(copy[BinarySize..]);
        SHA256.HashData(copy).CopyTo(copy[ChecksumPlace..]); // over itself as zeros
    }

    private static JsonObject Describe(LuksKeys keys, long dataStart)
    {
        var names = keys.Slots.Select((_, index) => Text(index)).ToList();
        var salt = keys.Salt("digest");
        return new()
        {
            ["keyslots"] = new JsonObject(keys.Slots.Select((slot, index) => KeyValuePair.Create<string, JsonNode?>(Text(index), Describe(slot, index)))),
            ["tokens"] = new JsonObject(),
            ["segments"] = new JsonObject
            {
                ["0"] = new JsonObject
                {
                    ["type"] = "crypt",
                    ["offset"] = Text(dataStart),
                    ["size"] = "dynamic",
                    ["iv_tweak"] = "0",
                    ["encryption"] = Cipher,
                    ["sector_size"] = Xts.SectorSize,
                },
            },
            ["digests"] = new JsonObject
            {
                ["0"] = new JsonObject
                {
                    ["type"] = "pbkdf2",
                    ["keyslots"] = new JsonArray([.. names.Select(name => JsonValue.Create(name))]),
                    ["segments"] = new JsonArray("0"),
                    ["hash"] = "sha256",
                    ["iterations"] = DigestIterations,
                    ["salt"] = Convert.ToBase64String(salt),
                    ["digest"] = Convert.ToBase64String(Rfc2898DeriveBytes.Pbkdf2(keys.VolumeKey, salt, DigestIterations, HashAlgorithmName.SHA256, SHA256.HashSizeInBytes)),
                },
            },
            ["config"] = new JsonObject { ["json_size"] = Text(CopySize - BinarySize), ["keyslots_size"] = Text(dataStart - 2 * CopySize) },
        };
    }

    private static JsonObject Describe(LuksSlot slot, int index) => new()
    {
        ["type"] = "luks2",
        ["key_size"] = Xts.KeySize,
        ["af"] = new JsonObject { ["type"] = "luks1", ["stripes"] = AntiForensic.Stripes, ["hash"] = "sha256" },
        ["area"] = new JsonObject
        {
            ["type"] = "raw",
            ["offset"] = Text(SlotPlace(index)),
            ["size"] = Text(SlotSize),
            ["encryption"] = Cipher,
            ["key_size"] = Xts.KeySize,
        },
        ["kdf"] = new JsonObject
        {
            ["type"] = "argon2id",
            ["time"] = Argon2.Passes,
            ["memory"] = Argon2.Memory,
            ["cpus"] = Argon2.Lanes,
            ["salt"] = Convert.ToBase64String(slot.Salt),
        },
    };

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
