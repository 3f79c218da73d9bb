import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.apache.maven.artifact.versioning.DefaultArtifactVersion;
import org.apache.maven.artifact.versioning.InvalidVersionSpecificationException;
import org.apache.maven.artifact.versioning.VersionRange;

/** Maven's VersionRange, which has an answer for every version. */
public class RangeMaven {
	public static void main(String[] arguments) throws IOException {
		BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		StringBuilder out = new StringBuilder();
		for (String line; (line = in.readLine()) != null;) {
			String[] pair = line.split("\t", -1);
			try {
				VersionRange range = VersionRange.createFromVersionSpec(pair[1]);
				out.append(range.containsVersion(new DefaultArtifactVersion(pair[0])) ? "in\n" : "out\n");
			} catch (InvalidVersionSpecificationException error) {
				out.append("?\n");
			}
		}
		System.out.print(out);
	}
}
