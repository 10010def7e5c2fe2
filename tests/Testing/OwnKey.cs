using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace BootstrapVz.Test.Testing;

/// <summary>A key and its certificate in files, as the owner of a machine makes them.</summary>
public sealed class OwnKey
{
    public OwnKey(string folder, string name)
    {
        Name = name;
        KeyFile = Path.Combine(folder, name + ".key");
        CertificateFile = Path.Combine(folder, name + ".pem");
        using var rsa = RSA.Create(2048);
        var request = new CertificateRequest("CN=" + name, rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        File.WriteAllText(KeyFile, rsa.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(CertificateFile, certificate.ExportCertificatePem());
    }

    public string Name { get; }

    public string KeyFile { get; }

    public string CertificateFile { get; }
}
